-- The cost centre in the text `reference`; NULL where there is none.
iif(text_is(reference) = 'text', nullif(trim(cost_centre(reference), (SELECT characters FROM _blank)), ''), NULL)

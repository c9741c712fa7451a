-- The group of a number, by its `cost_centre` and the `reference` that this was looked for in.
coalesce('cost centre:' || cost_centre, iif(text_is(reference) = 'text', 'no match:', 'missing:'))

-- The cost centre in each text that may hold one; the pattern is tried once per text.
meant AS MATERIALIZED (
    SELECT
        reference,
        CASE
            WHEN text_is(reference) <> 'text' THEN 'missing:'
            ELSE coalesce(
                'cost centre:' || nullif(trim(cost_centre(reference), (SELECT characters FROM _blank)), ''), 'no match:')
        END AS group_key
    FROM (SELECT DISTINCT reference FROM referenced)
),

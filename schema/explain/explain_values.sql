-- Every value that the number :msisdn has had: from when to when it was observed, by which run, and
-- from which path in the document.
WITH value (relation, item, "column", value, observed_from, observed_to) AS MATERIALIZED (
/* for each relation with versions: see Relation+Values.swift */
),
-- A version that began with another column's change goes on with the same value.
edge AS (
    SELECT
        *,
        (value IS NOT lag(value) OVER same OR lag(observed_to) OVER same IS NOT observed_from) AS is_new
    FROM value
    WINDOW same AS (PARTITION BY relation, item, "column" ORDER BY observed_from)
),
span AS (
    SELECT
        *,
        sum(is_new) OVER (PARTITION BY relation, item, "column" ORDER BY observed_from) AS place
    FROM edge
)
SELECT
    span.relation, span.item, span."column", span.value, min(span.observed_from) AS observed_from,
    nullif(max(coalesce(span.observed_to, '9999')), '9999') AS observed_to,
    (SELECT max(id) FROM sync_run WHERE source = 'telenor' AND started_at <= min(span.observed_from)) AS run_id,
    CASE
        WHEN span."column" = 'account_id' THEN 'the account''s list'
        -- The three parties have a place each.
        WHEN span.relation = 'party' THEN (
            SELECT max(value) FROM json_each('["' || replace(dictionary.source, ' ', '","') || '"]')
            WHERE value LIKE '$.' || span.item || '.%')
        ELSE dictionary.source
    END AS source
FROM span
LEFT JOIN data_dictionary AS dictionary
    ON dictionary.relation = span.relation AND dictionary."column" = span."column"
WHERE :column IS NULL OR :column IN (span."column", span.relation || '.' || span."column")
GROUP BY span.relation, span.item, span."column", span.place
-- Values that were never known appear only if the question asks for them.
HAVING :column IS NOT NULL OR span.value IS NOT NULL OR span.place > 1
ORDER BY
    CASE span.relation WHEN 'subscription' THEN 1 WHEN 'party' THEN 2 WHEN 'sim_card' THEN 3 WHEN 'setting' THEN 4 ELSE 5 END,
    span.item, span."column", observed_from;

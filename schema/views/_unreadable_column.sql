-- The columns with values that cannot be read. An unreadable path affects each column that is read from it or
-- from below it; a skipped element is missing where its list is counted.
CREATE VIEW _unreadable_column AS
-- From one path to the next by the index: they are few, and their rows many.
WITH RECURSIVE met (path) AS (
    SELECT min(path) FROM _unreadable_now
    UNION ALL
    SELECT (SELECT min(path) FROM _unreadable_now WHERE path > met.path) FROM met WHERE met.path IS NOT NULL
),
place (relation, "column", path) AS MATERIALIZED (
    SELECT DISTINCT dictionary.relation, dictionary."column", met.path
    FROM met
    CROSS JOIN data_dictionary AS dictionary
    CROSS JOIN json_each('["' || replace(dictionary.source, ' ', '","') || '"]') AS source
    WHERE source.value = met.path OR source.value || '[]' = met.path
        OR substr(source.value, 1, length(met.path) + 1) IN (met.path || '.', met.path || '[')
)
SELECT
    place.relation, place."column",
    count(DISTINCT _unreadable_now.msisdn) AS number_count, sum(_unreadable_now.count) AS value_count
FROM place
CROSS JOIN _unreadable_now ON _unreadable_now.path = place.path
GROUP BY place.relation, place."column";

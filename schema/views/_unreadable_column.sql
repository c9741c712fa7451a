-- The columns with values that cannot be read. An unreadable path affects each column that is read from it or
-- from below it; a skipped element is missing where its list is counted.
CREATE VIEW _unreadable_column AS
WITH met AS MATERIALIZED (
    SELECT path, count(*) AS number_count, sum(count) AS value_count FROM _unreadable_now GROUP BY path
),
place (relation, "column", path) AS MATERIALIZED (
    SELECT DISTINCT dictionary.relation, dictionary."column", met.path
    FROM met
    CROSS JOIN data_dictionary AS dictionary
    CROSS JOIN json_each('["' || replace(dictionary.source, ' ', '","') || '"]') AS source
    WHERE source.value = met.path OR source.value || '[]' = met.path
        OR substr(source.value, 1, length(met.path) + 1) IN (met.path || '.', met.path || '[')
),
spoiled AS MATERIALIZED (
    SELECT relation, "column", path, count(*) OVER (PARTITION BY relation, "column") AS path_count FROM place
)
-- Where one path spoils a column, its rows are counted already.
SELECT spoiled.relation, spoiled."column", met.number_count, met.value_count
FROM spoiled CROSS JOIN met ON met.path = spoiled.path
WHERE path_count = 1
UNION ALL
SELECT spoiled.relation, spoiled."column", count(DISTINCT unreadable.msisdn), sum(unreadable.count)
FROM _unreadable_now AS unreadable
CROSS JOIN spoiled ON spoiled.path = unreadable.path
WHERE path_count > 1
GROUP BY spoiled.relation, spoiled."column";

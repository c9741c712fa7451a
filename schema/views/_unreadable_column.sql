-- The columns with values that cannot be read. An unreadable path affects each column that is read from it or
-- from below it; a skipped element is missing where its list is counted.
CREATE VIEW _unreadable_column AS
WITH met AS MATERIALIZED (
    SELECT path_id, (SELECT value FROM _text WHERE id = path_id) AS path, number_count, value_count
    FROM (
        SELECT path_id, count(*) AS number_count, sum(count) AS value_count FROM _unreadable_now GROUP BY path_id
    )
),
place AS MATERIALIZED (
    SELECT DISTINCT dictionary.relation, dictionary."column", met.path_id, met.number_count, met.value_count
    FROM data_dictionary AS dictionary
    CROSS JOIN json_each('["' || replace(dictionary.source, ' ', '","') || '"]') AS source
    CROSS JOIN met
    WHERE source.value = met.path OR source.value || '[]' = met.path
        OR substr(source.value, 1, length(met.path) + 1) IN (met.path || '.', met.path || '[')
),
spoiled AS (
    SELECT
        relation, "column", count(*) AS path_count, group_concat(path_id) AS path_ids,
        min(number_count) AS number_count, sum(value_count) AS value_count
    FROM (SELECT * FROM place ORDER BY path_id)
    GROUP BY relation, "column"
),
-- Columns that are read from the same paths are counted once.
counted AS MATERIALIZED (
    SELECT
        group_concat('"' || relation || '.' || "column" || '"') AS columns, value_count,
        iif(
            path_count = 1, number_count,
            (SELECT count(DISTINCT msisdn)
            FROM json_each('[' || path_ids || ']') AS path
            CROSS JOIN _unreadable_now AS unreadable ON unreadable.path_id = path.value)) AS number_count
    FROM spoiled
    GROUP BY path_ids
)
SELECT
    substr(name.value, 1, instr(name.value, '.') - 1) AS relation,
    substr(name.value, instr(name.value, '.') + 1) AS "column", number_count, value_count
FROM counted
CROSS JOIN json_each('[' || counted.columns || ']') AS name;

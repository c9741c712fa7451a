-- The columns with values that cannot be read. An unreadable path affects each column that is read from it or
-- from below it; a skipped element is missing where its list is counted.
CREATE VIEW _unreadable_column AS
WITH met AS MATERIALIZED (
    SELECT path_id, (SELECT value FROM _text WHERE id = path_id) AS path, number_count, value_count
    FROM (
        SELECT path_id, count(*) AS number_count, sum(count) AS value_count FROM _unreadable_now GROUP BY path_id
    )
),
read AS MATERIALIZED (
    SELECT dictionary.relation, dictionary."column", source.value AS source
    FROM data_dictionary AS dictionary
    CROSS JOIN json_each('["' || replace(dictionary.source, ' ', '","') || '"]') AS source
),
place (relation, "column", path_id) AS MATERIALIZED (
    SELECT DISTINCT read.relation, read."column", met.path_id
    FROM met
    CROSS JOIN read
    WHERE read.source = met.path OR read.source || '[]' = met.path
        OR substr(read.source, 1, length(met.path) + 1) IN (met.path || '.', met.path || '[')
),
spoiled AS MATERIALIZED (
    SELECT relation, "column", count(*) AS path_count, min(path_id) AS path_id, group_concat(path_id) AS path_ids
    FROM (SELECT * FROM place ORDER BY path_id)
    GROUP BY relation, "column"
),
-- Columns that are read from the same paths are counted once.
shared AS MATERIALIZED (SELECT DISTINCT path_ids FROM spoiled WHERE path_count > 1),
member AS MATERIALIZED (
    SELECT shared.path_ids, CAST(path.value AS INTEGER) AS path_id
    FROM shared
    CROSS JOIN json_each('[' || shared.path_ids || ']') AS path
),
counted AS MATERIALIZED (
    SELECT member.path_ids, count(DISTINCT unreadable.msisdn) AS number_count, sum(unreadable.count) AS value_count
    FROM member
    CROSS JOIN _unreadable_now AS unreadable ON unreadable.path_id = member.path_id
    GROUP BY member.path_ids
)
-- Where one path spoils a column, its rows are counted already.
SELECT spoiled.relation, spoiled."column", met.number_count, met.value_count
FROM spoiled CROSS JOIN met ON met.path_id = spoiled.path_id
WHERE path_count = 1
UNION ALL
SELECT spoiled.relation, spoiled."column", counted.number_count, counted.value_count
FROM spoiled CROSS JOIN counted ON counted.path_ids = spoiled.path_ids
WHERE path_count > 1;

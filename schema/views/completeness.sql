-- How complete the mirror is, one row per measure and reason: see data_dictionary.
CREATE VIEW completeness AS
SELECT source, measure, detail, count, of_count, from_at, to_at FROM _completeness
UNION ALL
SELECT 'telenor', 'unreadable', relation || '.' || "column", number_count, living, NULL, NULL
FROM _unreadable_column, _number_count
-- The other relations show the same values again.
WHERE relation NOT IN ('subscription_flat', 'subscription_history') AND relation NOT GLOB '*[_]history';

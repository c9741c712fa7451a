-- The rows of completeness but for the unreadable columns, of which the program reads more than a row tells.
CREATE VIEW _completeness AS
WITH info AS MATERIALIZED (SELECT * FROM snapshot_info),
stretch (from_at, to_at, next_at) AS (
    SELECT from_at, to_at, lead(from_at) OVER (ORDER BY from_at) FROM _coverage_stretch
)
SELECT 'telenor' AS source, 'gapless' AS measure, NULL AS detail, NULL AS count, NULL AS of_count, from_at, to_at
FROM stretch
WHERE next_at IS NULL
UNION ALL
SELECT 'telenor', 'history', NULL, NULL, NULL, text, NULL FROM _history_floor WHERE text <> ''
UNION ALL
SELECT 'telenor', 'gap', NULL, NULL, NULL, to_at, next_at FROM stretch WHERE next_at IS NOT NULL
UNION ALL
SELECT
    'telenor', 'verified', 'within ' || column1 || iif(column1 = 1, ' day', ' days'),
    CASE column1
        WHEN 1 THEN verified_within_1_day_count
        WHEN 7 THEN verified_within_7_days_count
        ELSE verified_within_30_days_count
    END,
    subscription_count, strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-' || column1 || ' days'), as_of
FROM info, (VALUES (1), (7), (30))
UNION ALL
SELECT 'telenor', 'missed', 'changes that the search had not shown', sum(run.missed), sum(run.refreshed), min(run.started_at), info.as_of
FROM info
JOIN sync_run AS run ON run.source = 'telenor' AND run.started_at >= strftime('%Y-%m-%dT%H:%M:%SZ', info.as_of, '-30 days')
HAVING sum(run.refreshed) > 0
UNION ALL
SELECT 'telenor', measure, detail, count, info.subscription_count, from_at, NULL FROM _waiting, info;

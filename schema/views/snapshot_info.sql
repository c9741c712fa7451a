-- The time of the mirror's subscriptions and how complete they are, for snapshots: see
-- data_dictionary. schema_version is the last migration: a pragma instead would read that of the main
-- file when this one is attached.
-- count(1): see subscription_flat.
CREATE VIEW snapshot_info AS
WITH last_run (run_id, as_of) AS (
    SELECT id, finished_at FROM sync_run WHERE source = 'telenor' AND outcome = 'complete' ORDER BY id DESC LIMIT 1
),
base AS (
    SELECT
        (SELECT as_of FROM last_run) AS as_of, (SELECT run_id FROM last_run) AS run_id,
        (SELECT max(from_at) FROM _coverage_stretch) AS gapless_since
),
-- Materialized, as else each row that is compared with a moment would find the moment anew.
since AS MATERIALIZED (
    SELECT
        *, strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-1 day') AS since_1_day,
        strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-7 days') AS since_7_days,
        strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-30 days') AS since_30_days
    FROM base
),
-- In one scan, and through no index: SQLite 3.40 reads each row in a partial one. See _number_count.
verified AS MATERIALIZED (
    SELECT
        count(iif(verified_at >= since_1_day, content_hash, NULL)) AS within_1_day,
        count(iif(verified_at >= since_7_days, content_hash, NULL)) AS within_7_days,
        count(iif(verified_at >= since_30_days, content_hash, NULL)) AS within_30_days
    FROM since
    CROSS JOIN _subscription
)
SELECT
    as_of, (SELECT id FROM _mirror) AS mirror_id, run_id, 12 AS schema_version, 'full' AS privacy, gapless_since,
    (SELECT living FROM _number_count) AS subscription_count,
    (SELECT within_1_day FROM verified) AS verified_within_1_day_count,
    (SELECT within_7_days FROM verified) AS verified_within_7_days_count,
    (SELECT within_30_days FROM verified) AS verified_within_30_days_count,
    (SELECT coalesce(sum(count), 0) FROM _unreadable_now) AS unreadable_value_count,
    (SELECT coalesce(sum(CAST(value AS INTEGER)), 0) FROM _state
        WHERE key IN ('telenor.unreadable_poll_rows', 'telenor.unreadable_list_rows')) AS unreadable_list_row_count,
    (SELECT count(1) FROM quarantine) AS quarantined_count,
    (SELECT version FROM sync_run WHERE id = since.run_id) AS program_version
FROM since;

-- The time of the data and how complete it was. The mirror does not remember how many numbers had been
-- verified or were quarantined then.
CREATE TEMP VIEW snapshot_info AS
SELECT
    (SELECT instant FROM _as_of) AS as_of,
    (SELECT id FROM main._mirror) AS mirror_id,
    (SELECT id FROM sync_run WHERE source = 'telenor' AND outcome = 'complete' ORDER BY id DESC LIMIT 1) AS run_id,
    (SELECT schema_version FROM main.snapshot_info) AS schema_version, 'full' AS privacy,
    (SELECT max(from_at) FROM _coverage_stretch) AS gapless_since,
    (SELECT living FROM _number_count) AS subscription_count,
    NULL AS verified_within_1_day_count, NULL AS verified_within_7_days_count,
    NULL AS verified_within_30_days_count,
    (SELECT coalesce(sum(count), 0) FROM _unreadable_now) AS unreadable_value_count,
    NULL AS unreadable_list_row_count, NULL AS quarantined_count,
    (SELECT version FROM sync_run WHERE source = 'telenor' AND outcome = 'complete' ORDER BY id DESC LIMIT 1)
        AS program_version;

CREATE TABLE snapshot_info (
    as_of                         TEXT,
    mirror_id                     TEXT,
    run_id                        INTEGER,
    schema_version                INTEGER,
    privacy                       TEXT,
    gapless_since                 TEXT,
    subscription_count            INTEGER,
    verified_within_1_day_count   INTEGER,
    verified_within_7_days_count  INTEGER,
    verified_within_30_days_count INTEGER,
    unreadable_value_count        INTEGER,
    unreadable_list_row_count     INTEGER,
    quarantined_count             INTEGER
) STRICT;

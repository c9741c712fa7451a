-- The subscribers followed then. Data that the mirror keeps about them without
-- history is unknown for the past.
CREATE TEMP VIEW millom_subscriber AS
SELECT
    subscriber, key_type, operator, msisdn, NULL AS is_known, CAST(NULL AS TEXT) AS error_cause, NULL AS tenure_days,
    first_seen_at,
    iif(verified_at < (SELECT instant FROM _as_of), verified_at, NULL) AS verified_at,
    CAST(NULL AS TEXT) AS next_due_at
FROM main.millom_subscriber
WHERE first_seen_at < (SELECT instant FROM _as_of);

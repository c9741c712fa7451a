-- Every number as it is now known to have been. A contract's end is the one known last, so it may be
-- back-dated; an account that no comparison had shown yet is the first one known.
CREATE TEMP VIEW subscription AS
SELECT
    observed.msisdn, observed.status, observed.subscription_type_id,
    observed.user_reference1, observed.user_reference2, observed.user_reference3, observed.valid_from_date,
    iif(corrected.msisdn IS NULL, observed.valid_to_date, corrected.valid_to_date) AS valid_to_date,
    coalesce(observed.account_id, found.account_id) AS account_id,
    observed.first_seen_at, observed.changed_at, observed.verified_at, observed.gone_at, observed.gone_reason
FROM _observed AS observed
LEFT JOIN (
    SELECT msisdn, valid_from_date, valid_to_date, max(observed_from) AS observed_from
    FROM _learned WHERE gone_at IS NULL GROUP BY msisdn, valid_from_date
) AS corrected
    ON corrected.msisdn = observed.msisdn AND corrected.valid_from_date IS observed.valid_from_date
        AND observed.gone_at IS NULL
LEFT JOIN (
    SELECT msisdn, account_id, min(observed_from) AS observed_from
    FROM _learned WHERE gone_at IS NULL AND account_id IS NOT NULL GROUP BY msisdn
) AS found
    ON found.msisdn = observed.msisdn AND observed.gone_at IS NULL AND observed.account_id IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM sync_run
            WHERE kind IN ('backfill', 'reconcile') AND outcome = 'complete' AND started_at >= coalesce((
                SELECT max(observed_to) FROM main.subscription_history AS tombstone
                WHERE tombstone.msisdn = observed.msisdn AND tombstone.gone_at IS NOT NULL
                    AND tombstone.observed_to <= observed.observed_from), observed.first_seen_at))
WHERE observed.msisdn NOT IN (SELECT msisdn FROM _late)
UNION ALL
SELECT
    msisdn, status, subscription_type_id, user_reference1, user_reference2, user_reference3,
    valid_from_date, valid_to_date, account_id, first_seen_at, changed_at, verified_at, gone_at, gone_reason
FROM _late;

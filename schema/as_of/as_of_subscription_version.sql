-- The versions that had begun; those that were not over yet have no end. changed_at and verified_at are left to
-- subscription_history. The CASTs give an end the affinity that it has in the table: see change.
CREATE TEMP VIEW _subscription_version AS
SELECT
    msisdn, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to,
    status, subscription_type_id, user_reference1, user_reference2, user_reference3,
    valid_from_date, valid_to_date, account_id, gone_at, gone_reason
FROM main._subscription_version
WHERE observed_from < (SELECT instant FROM _as_of);

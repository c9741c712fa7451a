-- The versions that had begun; those not yet over have no end. subscription_history
-- adds changed_at and verified_at.
CREATE TEMP VIEW _number_version AS
SELECT
    number, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to,
    status, subscription_type_id, user_reference1, user_reference2, user_reference3,
    valid_from_date, valid_to_date, account_id, gone_at, gone_reason,
    CAST(NULL AS TEXT) AS changed_at, CAST(NULL AS TEXT) AS verified_at
FROM main._number_version
WHERE observed_from < (SELECT second FROM _as_of);

-- Every number seen by then, in its state at the moment.
CREATE TEMP VIEW subscription AS
SELECT
    msisdn, status, subscription_type_id, user_reference1, user_reference2, user_reference3,
    valid_from_date, valid_to_date, account_id, first_seen_at, changed_at, verified_at, gone_at, gone_reason
FROM subscription_history
WHERE observed_to IS NULL;

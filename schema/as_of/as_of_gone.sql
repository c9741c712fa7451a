-- The numbers that the API no longer had.
CREATE TEMP VIEW _gone AS
SELECT msisdn, first_seen_at, changed_at, verified_at
FROM subscription_history
WHERE observed_to IS NULL AND gone_at IS NOT NULL;

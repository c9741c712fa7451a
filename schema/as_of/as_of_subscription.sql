-- The numbers seen by then, for finding those that changed in a period.
CREATE TEMP VIEW _subscription AS
SELECT msisdn, first_seen_at, changed_at FROM subscription_history WHERE observed_to IS NULL;

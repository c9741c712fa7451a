-- Every number as observed.
CREATE TEMP VIEW _observed AS
SELECT * FROM subscription_history WHERE observed_to IS NULL;

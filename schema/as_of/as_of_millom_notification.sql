-- The notifications received before the moment.
CREATE TEMP VIEW _millom_notification AS
SELECT * FROM main._millom_notification WHERE received_at < (SELECT instant FROM _as_of);

-- The numbers' values that currently cannot be read.
CREATE VIEW _unreadable_now AS
SELECT msisdn, path, count FROM _unreadable_history WHERE observed_to IS NULL;

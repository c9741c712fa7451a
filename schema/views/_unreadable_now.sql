-- The values of numbers that cannot be read at present.
CREATE VIEW _unreadable_now AS
SELECT msisdn, path, count FROM _unreadable_history WHERE observed_to IS NULL;

-- The numbers' values that currently cannot be read; path_id is their path, in _text.
CREATE VIEW _unreadable_now AS
SELECT msisdn, path AS path_id, count FROM _unreadable_version WHERE observed_to IS NULL;

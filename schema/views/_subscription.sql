-- The numbers ever seen, for readers.
CREATE VIEW _subscription AS
SELECT msisdn, first_seen_at, changed_at, verified_at, content_hash FROM _number;

-- The numbers ever seen, as readers go by them.
CREATE VIEW _subscription AS
SELECT msisdn, first_seen_at, changed_at, verified_at, content_hash FROM _number;

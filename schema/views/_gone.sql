-- The tombstones: the numbers that the API no longer has. All others are in _living.
CREATE VIEW _gone AS
SELECT msisdn, first_seen_at, changed_at, verified_at
FROM _subscription
WHERE content_hash IS NULL;

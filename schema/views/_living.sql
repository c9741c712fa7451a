-- The numbers that the API still has, as far as the mirror knows. A living number has
-- the hash of its last detail.
CREATE VIEW _living AS
SELECT msisdn, first_seen_at, changed_at, verified_at
FROM _subscription
WHERE content_hash IS NOT NULL;

-- Data known to be missing or unproven at present: by measure and reason, and since when.
CREATE VIEW _waiting AS
SELECT
    'unconfirmed' AS measure,
    CASE reason
        WHEN 1 THEN 'changed, waits to be fetched'
        WHEN 2 THEN 'new, waits to be fetched'
        WHEN 3 THEN 'missing from a list, waits to be verified'
        WHEN 4 THEN 'set aside before, waits to be fetched'
        WHEN 5 THEN 'not searched for, waits to be verified'
    END AS detail,
    count(*) AS count, min(queued_at) AS from_at
FROM _queue
GROUP BY reason
UNION ALL
SELECT 'unconfirmed', 'looks gone with too many others', count(*), min(parked_at) FROM _parked HAVING count(*) > 0
UNION ALL
SELECT 'quarantined', stage || ': ' || error, count(*), min(first_failed_at) FROM quarantine GROUP BY stage, error
UNION ALL
SELECT
    'unreadable_list_row', iif(key = 'telenor.unreadable_poll_rows', 'newest search', 'newest complete list'),
    CAST(value AS INTEGER), NULL
FROM _state
WHERE key IN ('telenor.unreadable_poll_rows', 'telenor.unreadable_list_rows');

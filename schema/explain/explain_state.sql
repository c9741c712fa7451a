-- The state of the number :msisdn in the mirror, and since when.
SELECT 'first seen' AS fact, NULL AS detail, first_seen_at AS since FROM _subscription WHERE msisdn = :msisdn
UNION ALL
SELECT 'last changed', NULL, changed_at FROM _subscription WHERE msisdn = :msisdn
UNION ALL
SELECT 'last verified', NULL, verified_at FROM _subscription WHERE msisdn = :msisdn
UNION ALL
SELECT 'gone', gone_reason, gone_at FROM subscription WHERE msisdn = :msisdn AND gone_at IS NOT NULL
UNION ALL
SELECT
    'listed', coalesce('account ' || listed.account_id, 'no account names it'),
    (SELECT coalesce(listed_at, started_at) FROM _reconcile WHERE id = listed.reconcile_id)
FROM _listed AS listed
WHERE msisdn = :msisdn
UNION ALL
SELECT
    'queued',
    CASE reason
        WHEN 1 THEN 'the search listed it as changed'
        WHEN 2 THEN 'it is new'
        WHEN 3 THEN 'a complete list lacked it'
        WHEN 4 THEN 'it was set aside, and is tried again'
        WHEN 5 THEN 'no search covers the time of its last change'
    END,
    queued_at
FROM _queue
WHERE msisdn = :msisdn
UNION ALL
SELECT 'parked', 'looks gone, with too many others: ' || reason, parked_at FROM _parked WHERE msisdn = :msisdn
UNION ALL
SELECT 'set aside', stage || ': ' || error || ', tries: ' || attempts || ', next: ' || next_attempt_at, first_failed_at
FROM quarantine
WHERE msisdn = :msisdn
UNION ALL
SELECT 'unreadable', path || iif(count > 1, ', ' || count || ' values', ''), observed_from
FROM _unreadable_history
WHERE msisdn = :msisdn AND observed_to IS NULL;

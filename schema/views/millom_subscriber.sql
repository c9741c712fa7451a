-- Every subscriber followed at Millom, now or before, with the state of its three records.
-- count(1) and the like: see subscription_flat.
CREATE VIEW millom_subscriber AS
SELECT
    subscriber, key_type, operator, iif(key_type = 'MSISDN', subscriber, NULL) AS msisdn, is_known,
    (SELECT record.error_cause FROM _millom_record AS record
        WHERE record.subscriber = person.subscriber AND record.error_cause IS NOT NULL
        ORDER BY record.asked_at DESC, record.record LIMIT 1) AS error_cause,
    tenure_days, first_seen_at,
    (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(record.fetched_at), 'unixepoch') FROM _millom_record AS record
        WHERE record.subscriber = person.subscriber) AS verified_at,
    iif(is_followed = 1, (
        SELECT strftime('%Y-%m-%dT%H:%M:%SZ', min(record.due_at), 'unixepoch') FROM _millom_record AS record
        WHERE record.subscriber = person.subscriber), NULL) AS next_due_at
FROM _millom_subscriber AS person;

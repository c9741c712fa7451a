-- title: Data quality
-- title nb: Datakvalitet
-- description: How reliable the mirror is: the age of its comparisons with the API, unreadable or undocumented values, the numbers that are set aside, and runs that were not complete.
-- description nb: Hvor pålitelig speilet er: alderen på sammenligningene med API-et, verdier som ikke kan leses eller ikke er dokumentert, numre som er satt til side, og kjøringer som ikke ble fullført.
-- column: subject text "verification, anomaly, quarantine, search or runs."
-- column: item text "What is counted: an age before the last complete run, a place in the documents, a reason, or an outcome."
-- column: count count "Number of occurrences."
-- column: first_at instant "The first or oldest time of it."
-- column: last_at instant "The last or newest time of it."
-- column: example text mixed "For an anomaly, a value with its letters and digits masked; for the quarantine, one of the numbers."
-- words: subject item
WITH living AS MATERIALIZED (SELECT verified_at FROM _living),
-- Materialized, as else the moment would be found anew for each number that is compared with it.
age AS MATERIALIZED (
    SELECT column1 AS days, strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-' || column1 || ' days') AS since
    FROM (VALUES (1), (7), (30)), snapshot_info
),
finding (place, subject, item, count, first_at, last_at, example) AS (
    SELECT 1, 'verification', 'living subscriptions', count(*), min(verified_at), max(verified_at), NULL FROM living
    UNION ALL
    SELECT
        1 + age.days, 'verification', 'not verified within ' || age.days || iif(age.days = 1, ' day', ' days'),
        count(living.verified_at), min(living.verified_at), max(living.verified_at), NULL
    FROM age
    LEFT JOIN living ON living.verified_at < age.since
    GROUP BY age.days
    UNION ALL
    SELECT 40, 'search', 'stretches of time, 1 where there is no gap', sum(is_gap IS NOT 0), min(from_at), max(to_at), NULL
    FROM (
        SELECT from_at, to_at, from_at > max(to_at) OVER (
            ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_gap
        FROM coverage
    )
    HAVING count(*) > 0
    UNION ALL
    SELECT 50, 'anomaly', kind || ' ' || path, count, first_seen_at, last_seen_at, example FROM anomaly
    UNION ALL
    SELECT 60, 'quarantine', stage || ': ' || error, count(*), min(first_failed_at), max(next_attempt_at), min(msisdn)
    FROM quarantine
    GROUP BY stage, error
    UNION ALL
    SELECT 70, 'runs', coalesce(outcome, 'not ended'), count(*), min(started_at), max(started_at), NULL
    FROM sync_run
    GROUP BY outcome
)
SELECT subject, item, count, first_at, last_at, example
FROM finding
ORDER BY place, count DESC, item;

-- title: Subscriptions by state
-- title nb: Abonnementer per tilstand
-- description: Subscriptions in use, barred, on notice or ended: exactly one state per number, used by all reports. The first five states add up to the listed subscriptions; numbers that are gone are counted separately.
-- description nb: Abonnementer i bruk, sperret, oppsagt eller avsluttet: nøyaktig én tilstand per nummer, brukt av alle rapporter. De fem første summerer seg til abonnementene på listen; numre som er borte, telles for seg.
-- column: state text "in use: active, without a last day; barred; on notice: its last day has not passed; ended: it has passed, or the API says TERMINATED, and the number is still listed; status unknown: no status, or one that is not known here; gone: the API no longer has it."
-- column: subscription_count count "Subscriptions in that state."
-- column: share_percent percent "Their share of all listed subscriptions, which adds up to 100. Empty: they are gone."
-- column: listed boolean "1: the API lists them, 0: it does not."
-- column: statuses text "The API's statuses for this state, with their counts."
-- fold: subscription_count adding share_percent
WITH word AS (
    SELECT state, status, count(*) AS subscription_count FROM _subscription_state GROUP BY state, status
),
known (state, place) AS (VALUES
    ('in use', 1), ('barred', 2), ('on notice', 3), ('ended', 4), ('status unknown', 5), ('gone', 6)
),
counted AS MATERIALIZED (
    SELECT
        known.place AS state_place, known.state, coalesce(sum(word.subscription_count), 0) AS number_count,
        iif(known.state = 'gone', 0, coalesce(sum(word.subscription_count), 0)) AS subscription_count,
        group_concat(coalesce(word.status, 'none') || ' ' || word.subscription_count, '; ') AS statuses
    FROM known
    LEFT JOIN (SELECT * FROM word ORDER BY subscription_count DESC, status) AS word ON word.state = known.state
    GROUP BY known.state
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, state_place) AS place
    FROM share
)
SELECT
    state, number_count AS subscription_count,
    iif(state = 'gone', NULL, (points + (place <= missing)) / 100.0) AS share_percent,
    state <> 'gone' AS listed, statuses
FROM ranked
ORDER BY state_place;

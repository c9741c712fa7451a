-- title: Subscriptions by status
-- title nb: Abonnementer per status
-- description: Listed subscriptions by status, in the API's words; for the states derived from them see subscriptions-by-state. Numbers that are gone are left out; the counts add up to the number of listed subscriptions.
-- description nb: Abonnementer på listen per status, med API-ets ord; tilstandene som følger av dem, står i subscriptions-by-state. Numre som er borte, er utelatt; antallene summerer seg til antallet abonnementer på listen.
-- column: status text "The API's word. Empty: the status is not known."
-- column: subscription_count count "Listed subscriptions with that status."
-- column: share_percent percent "Their share of all listed subscriptions; the shares add up to 100."
-- column: in_use_count count "Those in use: active, without an end date."
-- column: barred_count count "Those that are barred."
-- column: on_notice_count count "Those whose last day has not passed."
-- column: ended_count count "Those that have ended and are still listed."
-- column: status_unknown_count count "Those without a known status. These five add up to subscription_count."
-- column: with_add_on_count count "Those with at least one add-on."
-- fold: subscription_count adding share_percent in_use_count barred_count on_notice_count ended_count status_unknown_count
WITH
-- Materialized: otherwise SQLite works the state out again for each of the sums.
listed AS MATERIALIZED (
    SELECT msisdn, status, state FROM _subscription_state WHERE state <> 'gone'
),
counted AS MATERIALIZED (
    SELECT
        status, count(*) AS subscription_count,
        sum(state = 'in use') AS in_use_count, sum(state = 'barred') AS barred_count,
        sum(state = 'on notice') AS on_notice_count, sum(state = 'ended') AS ended_count,
        sum(state = 'status unknown') AS status_unknown_count,
        sum(EXISTS (SELECT 1 FROM add_on WHERE add_on.msisdn = number.msisdn)) AS with_add_on_count
    FROM listed AS number
    GROUP BY status
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, status) AS place
    FROM share
)
SELECT
    status, subscription_count, (points + (place <= missing)) / 100.0 AS share_percent,
    in_use_count, barred_count, on_notice_count, ended_count, status_unknown_count, with_add_on_count
FROM ranked
ORDER BY subscription_count DESC, status COLLATE norwegian;

-- title: Subscriptions by type
-- title nb: Abonnementer per type
-- description: Listed subscriptions by type and state. Numbers that are gone are left out; the counts add up to the number of listed subscriptions.
-- description nb: Abonnementer på listen per type og tilstand. Numre som er borte, er utelatt; antallene summerer seg til antallet abonnementer på listen.
-- column: subscription_type_id id "The API's number of the type. Empty: the type is not known."
-- column: subscription_type text "The type's name."
-- column: payment_type text "How it is paid, in the API's words."
-- column: access_type text "What it gives access to, in the API's words."
-- column: subscription_count count "Listed subscriptions of the type."
-- column: share_percent percent "Their share of all listed subscriptions; the shares add up to 100."
-- column: in_use_count count "Those in use: active, without an end date."
-- column: barred_count count "Those that are barred."
-- column: on_notice_count count "Those whose last day has not passed."
-- column: ended_count count "Those that have ended and are still listed."
-- column: status_unknown_count count "Those without a known status. These five add up to subscription_count."
-- fold: subscription_count adding share_percent in_use_count barred_count on_notice_count ended_count status_unknown_count
WITH
-- Materialized: otherwise SQLite works the state out again for each of the sums.
listed AS MATERIALIZED (
    SELECT subscription_type_id, state FROM _subscription_state WHERE state <> 'gone'
),
counted AS MATERIALIZED (
    SELECT
        subscription_type_id, count(*) AS subscription_count,
        sum(state = 'in use') AS in_use_count, sum(state = 'barred') AS barred_count,
        sum(state = 'on notice') AS on_notice_count, sum(state = 'ended') AS ended_count,
        sum(state = 'status unknown') AS status_unknown_count
    FROM listed
    GROUP BY subscription_type_id
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, subscription_type_id) AS place
    FROM share
)
SELECT
    ranked.subscription_type_id, subscription_type.name AS subscription_type,
    subscription_type.payment_type, subscription_type.access_type, subscription_count,
    (points + (place <= missing)) / 100.0 AS share_percent,
    in_use_count, barred_count, on_notice_count, ended_count, status_unknown_count
FROM ranked
LEFT JOIN subscription_type ON subscription_type.id = ranked.subscription_type_id
ORDER BY subscription_count DESC, ranked.subscription_type_id;

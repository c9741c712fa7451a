-- title: Subscriptions by invoice account
-- title nb: Abonnementer per fakturakonto
-- description: Listed subscriptions by invoice account and state. Those without a known account are one row; an account without subscriptions is a row with 0. Numbers that are gone are left out; the counts add up to the number of listed subscriptions.
-- description nb: Abonnementer på listen per fakturakonto og tilstand. De uten en kjent konto er én rad; en konto uten abonnementer er en rad med 0. Numre som er borte, er utelatt; antallene summerer seg til antallet abonnementer på listen.
-- column: account_id id "The account's number. Empty: no account lists the subscription, or the API grants no accounts."
-- column: reference1 text reference "The company's own text about the account."
-- column: account_status text "PASSIVE, OPEN or CANCELLED, in the API's words."
-- column: account_type text "What kind of account it is, in the API's words."
-- column: owner_org_number id "The number of the organization that owns the account."
-- column: owner_name text name "The owner's name, as the account gives it."
-- column: subscription_count count "Listed subscriptions on the account."
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
    SELECT account_id, state FROM _subscription_state WHERE state <> 'gone'
),
counted AS MATERIALIZED (
    SELECT
        account_id, count(*) AS subscription_count,
        sum(state = 'in use') AS in_use_count, sum(state = 'barred') AS barred_count,
        sum(state = 'on notice') AS on_notice_count, sum(state = 'ended') AS ended_count,
        sum(state = 'status unknown') AS status_unknown_count
    FROM listed
    GROUP BY account_id
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, account_id) AS place
    FROM share
)
SELECT
    coalesce(account.id, ranked.account_id) AS account_id,
    account.reference1,
    account.status AS account_status,
    account.type AS account_type,
    account.owner_org_number,
    account.owner_name,
    coalesce(subscription_count, 0) AS subscription_count,
    coalesce((points + (place <= missing)) / 100.0, 0.0) AS share_percent,
    coalesce(in_use_count, 0) AS in_use_count, coalesce(barred_count, 0) AS barred_count,
    coalesce(on_notice_count, 0) AS on_notice_count, coalesce(ended_count, 0) AS ended_count,
    coalesce(status_unknown_count, 0) AS status_unknown_count
FROM ranked
FULL JOIN account ON account.id = ranked.account_id
ORDER BY 7 DESC, 1;

-- title: Subscriptions by invoice account
-- description: How many living subscriptions each invoice account carries: those without a known account are one row, an account that carries none is a row with 0. Numbers that are gone are left out; the counts add up to the number of living subscriptions.
-- column: account_id id "The account's number. Empty: no account lists the subscription, or the API grants no accounts."
-- column: reference1 text "The company's own text about the account."
-- column: account_status text "PASSIVE, OPEN or CANCELLED, in the API's words."
-- column: account_type text "What kind of account it is, in the API's words."
-- column: owner_org_number id "The number of the organization that owns the account."
-- column: owner_name text "The owner's name, as the account gives it."
-- column: subscription_count count "Living subscriptions on the account."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: with_end_date_count count "How many of them have an end date, so that they are terminated or will be."
WITH counted AS (
    SELECT account_id, count(*) AS subscription_count, sum(valid_to_date IS NOT NULL) AS with_end_date_count
    FROM subscription
    WHERE gone_at IS NULL
    GROUP BY account_id
)
SELECT
    coalesce(account.id, counted.account_id) AS account_id,
    account.reference1,
    account.status AS account_status,
    account.type AS account_type,
    account.owner_org_number,
    account.owner_name,
    coalesce(counted.subscription_count, 0) AS subscription_count,
    coalesce(round(100.0 * counted.subscription_count / sum(counted.subscription_count) OVER (), 1), 0.0)
        AS share_percent,
    coalesce(counted.with_end_date_count, 0) AS with_end_date_count
FROM counted
FULL JOIN account ON account.id = counted.account_id
ORDER BY subscription_count DESC, account_id;

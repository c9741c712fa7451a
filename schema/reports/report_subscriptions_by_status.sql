-- title: Subscriptions by status
-- description: How many living subscriptions have each status, in the API's own words. Numbers that are gone are left out; the counts add up to the number of living subscriptions.
-- column: status text "The API's word. Empty: the status is not known."
-- column: subscription_count count "Living subscriptions with that status."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: with_end_date_count count "How many of them have an end date, so that they are terminated or will be."
-- column: with_add_on_count count "How many of them have at least one add-on."
SELECT
    status,
    count(*) AS subscription_count,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS share_percent,
    sum(valid_to_date IS NOT NULL) AS with_end_date_count,
    sum(EXISTS (SELECT 1 FROM add_on WHERE add_on.msisdn = subscription.msisdn)) AS with_add_on_count
FROM subscription
WHERE gone_at IS NULL
GROUP BY status
ORDER BY subscription_count DESC, status;

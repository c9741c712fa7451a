-- title: Subscriptions by type
-- description: How many living subscriptions there are of each type. Numbers that are gone are left out; the counts add up to the number of living subscriptions.
-- column: subscription_type_id id "The API's number of the type. Empty: the type is not known."
-- column: subscription_type text "The type's name."
-- column: payment_type text "How it is paid, in the API's words."
-- column: access_type text "What it gives access to, in the API's words."
-- column: subscription_count count "Living subscriptions of the type."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: with_end_date_count count "How many of them have an end date, so that they are terminated or will be."
SELECT
    subscription.subscription_type_id,
    subscription_type.name AS subscription_type,
    subscription_type.payment_type,
    subscription_type.access_type,
    count(*) AS subscription_count,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS share_percent,
    sum(subscription.valid_to_date IS NOT NULL) AS with_end_date_count
FROM subscription
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
WHERE subscription.gone_at IS NULL
GROUP BY subscription.subscription_type_id
ORDER BY subscription_count DESC, subscription.subscription_type_id;

-- title: Subscriptions by type
-- description: How many subscriptions of each type there are now, numbers that are gone left out.
SELECT
    subscription.subscription_type_id,
    subscription_type.name AS subscription_type,
    subscription_type.payment_type,
    subscription_type.access_type,
    count(*) AS subscription_count,
    sum(subscription.valid_to_date IS NOT NULL) AS with_end_date_count
FROM subscription
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
WHERE subscription.gone_at IS NULL
GROUP BY subscription.subscription_type_id
ORDER BY subscription_count DESC, subscription.subscription_type_id;

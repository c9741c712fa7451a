-- title: Bindings
-- description: Which living subscriptions and add-ons are bound, and by what. The API gives a binding no end date: ends_on is that of the subscription or the add-on that is bound, and most have none, so how long a binding still lasts is not known here.
-- column: bound text "subscription or add-on."
-- column: msisdn msisdn "The number."
-- column: product_id id "The API's number of the subscription type, or of the add-on."
-- column: product text "Its name."
-- column: binding text "The binding's name."
-- column: binding_type text "The binding's type, in the API's words."
-- column: binding_count count "How many such bindings it has."
-- column: ends_on date "The last day on which the bound subscription or add-on is valid. Empty: no end is set."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text "The first user reference."
WITH bound AS (
    SELECT
        'subscription' AS bound, binding.msisdn, subscription.subscription_type_id AS product_id,
        (SELECT name FROM subscription_type WHERE id = subscription.subscription_type_id) AS product,
        binding.name AS binding, binding.type AS binding_type, 1 AS add_on_occurrence,
        subscription.valid_to_date AS ends_on, subscription.account_id, subscription.user_reference1
    FROM subscription_binding AS binding
    JOIN subscription ON subscription.msisdn = binding.msisdn
    UNION ALL
    SELECT
        'add-on', binding.msisdn, binding.product_id, add_on.name, binding.name, binding.type,
        binding.add_on_occurrence, add_on.valid_to, subscription.account_id, subscription.user_reference1
    FROM add_on_binding AS binding
    JOIN subscription ON subscription.msisdn = binding.msisdn
    LEFT JOIN add_on ON add_on.msisdn = binding.msisdn AND add_on.product_id = binding.product_id
        AND add_on.occurrence = binding.add_on_occurrence
)
SELECT
    bound, msisdn, product_id, product, binding, binding_type, count(*) AS binding_count,
    ends_on, account_id, user_reference1
FROM bound
GROUP BY msisdn, bound, product_id, add_on_occurrence, binding, binding_type
ORDER BY binding, binding_type, msisdn, bound DESC, product_id, add_on_occurrence;

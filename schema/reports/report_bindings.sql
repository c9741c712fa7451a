-- title: Bindings
-- title nb: Bindinger
-- description: Living subscriptions and add-ons with a binding. The API gives bindings no end date: ends_on is that of the subscription or add-on, and most have none, so the remaining binding period is unknown.
-- description nb: Levende abonnementer og tilleggstjenester med binding. API-et gir ingen sluttdato for bindinger: ends_on er sluttdatoen til abonnementet eller tjenesten, og de fleste har ingen, så gjenstående bindingstid er ukjent.
-- column: bound text "subscription or add-on."
-- column: msisdn msisdn "The number."
-- column: product_id id "The API's number of the subscription type, or of the add-on."
-- column: product text "Its name."
-- column: binding text "The binding's name."
-- column: binding_type text "The binding's type, in the API's words."
-- column: binding_count count "How many such bindings it has."
-- column: ends_on date "The last day on which the bound subscription or add-on is valid. Empty: no end is set."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
WITH
-- Counted before anything is joined to them: what is sorted for that is narrow.
bound AS (
    SELECT
        'subscription' AS bound, msisdn, NULL AS product_id, 1 AS add_on_occurrence, name, type,
        count(*) AS binding_count
    FROM subscription_binding
    GROUP BY msisdn, name, type
    UNION ALL
    SELECT 'add-on', msisdn, product_id, add_on_occurrence, name, type, count(*)
    FROM add_on_binding
    GROUP BY msisdn, product_id, add_on_occurrence, name, type
)
SELECT
    bound.bound, bound.msisdn,
    coalesce(bound.product_id, subscription.subscription_type_id) AS product_id,
    iif(bound.bound = 'add-on', add_on.name, (
        SELECT name FROM subscription_type WHERE id = subscription.subscription_type_id)) AS product,
    bound.name AS binding, bound.type AS binding_type, bound.binding_count,
    iif(bound.bound = 'add-on', add_on.valid_to, subscription.valid_to_date) AS ends_on,
    subscription.account_id, subscription.user_reference1
FROM bound
JOIN subscription ON subscription.msisdn = bound.msisdn
LEFT JOIN add_on ON add_on.msisdn = bound.msisdn AND add_on.product_id = bound.product_id
    AND add_on.occurrence = bound.add_on_occurrence
ORDER BY binding, binding_type, bound.msisdn, bound.bound DESC, product_id, bound.add_on_occurrence;

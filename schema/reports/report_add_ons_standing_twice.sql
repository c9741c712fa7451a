-- title: Duplicate add-ons
-- title nb: Doble tilleggstjenester
-- description: Living subscriptions that have the same add-on product more than once, one row per subscription and product. This can be intended, as with two data cards, or mean a double payment.
-- description nb: Levende abonnementer som har den samme tilleggstjenesten mer enn én gang, én rad per abonnement og tjeneste. Det kan være meningen, som ved to datakort, eller bety at det betales dobbelt.
-- parameter: product integer optional "Only this product (the API's number)." "Bare dette produktet (API-ets nummer)."
-- column: msisdn msisdn "The number."
-- column: product_id id "The API's number of the product."
-- column: add_on text "The product's name."
-- column: add_on_count count "Number of its add-ons of this product."
-- column: alike boolean "1: the add-ons agree in name, end date and whether they may be cancelled; 0: they do not."
-- column: first_end_date date "The earliest of their end dates. Empty: none has one."
-- column: last_end_date date "The last end date among them."
-- column: without_end_date_count count "How many of them have no end date."
-- column: subscription_type text "The subscription's type."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
-- column: amount decimal "What all but one of them cost, by report.price_list. Empty: the product has no price."
-- column: unpriced_count count "How many of these have no price."
-- only: report.price_list amount unpriced_count
WITH
-- Occurrences are counted from 1: who has the product more than once has one that is 2.
-- Materialized, as each mention of a name would look it up anew.
standing AS MATERIALIZED (
    SELECT add_on.msisdn, add_on.product_id, add_on.name, add_on.valid_to, add_on.cancellable
    FROM add_on AS second
    JOIN add_on ON add_on.msisdn = second.msisdn AND add_on.product_id = second.product_id
    WHERE second.occurrence = 2 AND (:product IS NULL OR second.product_id = :product)
),
repeated AS (
    SELECT
        msisdn, product_id,
        max(name) AS add_on,
        count(*) AS add_on_count,
        min(quote(name) || quote(valid_to) || quote(cancellable))
            = max(quote(name) || quote(valid_to) || quote(cancellable)) AS alike,
        min(valid_to) AS first_end_date,
        max(valid_to) AS last_end_date,
        sum(valid_to IS NULL) AS without_end_date_count
    FROM standing
    GROUP BY msisdn, product_id
)
SELECT
    repeated.*, subscription_type.name AS subscription_type, subscription.account_id,
    subscription.user_reference1,
    price_of(repeated.product_id, report_day(), repeated.add_on_count - 1) AS amount,
    iif(price_of(repeated.product_id, report_day(), 1) IS NULL, repeated.add_on_count - 1, 0) AS unpriced_count
FROM repeated
JOIN subscription ON subscription.msisdn = repeated.msisdn
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
ORDER BY repeated.add_on_count DESC, repeated.product_id, repeated.msisdn;

-- title: Ended but still listed
-- title nb: Avsluttet, men fortsatt på listen
-- description: Subscriptions that have ended but are still listed by the API, and add-ons of listed subscriptions whose last day has passed; longest ended first. A subscription has ended if its last day has passed, or if its status is TERMINATED and it has no last day.
-- description nb: Abonnementer som er avsluttet, men som API-et fortsatt har på listen, og tilleggstjenester for abonnementer på listen som har hatt sin siste dag; de som ble avsluttet for lengst siden, først. Et abonnement er avsluttet når den siste dagen er passert, eller når statusen er TERMINATED og det ikke har noen siste dag.
-- column: ended_on date "The last day on which it was valid. Empty: it is TERMINATED without one."
-- column: days_since days "Days from then until the report's day."
-- column: what text "subscription or add-on."
-- column: msisdn msisdn "The number."
-- column: product_id id "The API's number of the subscription type, or of the add-on."
-- column: product text "Its name."
-- column: status text "The subscription's status, in the API's words."
-- column: add_on_count count "For a subscription, the number of its add-ons."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
-- column: amount decimal "What the product costs, by report.price_list. Empty: it has no price."
-- column: unpriced_count count "1: it has no price, 0: it has one."
-- words: what
-- only: report.price_list amount unpriced_count
WITH ended AS (
    SELECT
        valid_to_date AS ended_on, 'subscription' AS what, msisdn, subscription_type_id AS product_id,
        (SELECT name FROM subscription_type WHERE id = subscription_type_id) AS product, status,
        (SELECT count(*) FROM add_on WHERE add_on.msisdn = number.msisdn) AS add_on_count,
        account_id, user_reference1
    FROM _subscription_state AS number
    WHERE state = 'ended'
    UNION ALL
    SELECT
        add_on.valid_to, 'add-on', add_on.msisdn, add_on.product_id, add_on.name, subscription.status, NULL,
        subscription.account_id, subscription.user_reference1
    FROM add_on
    JOIN subscription ON subscription.msisdn = add_on.msisdn
    WHERE add_on.valid_to < report_day()
)
SELECT
    ended_on, CAST(julianday(report_day()) - julianday(ended_on) AS INTEGER) AS days_since, what, msisdn,
    product_id, product, status, add_on_count, account_id, user_reference1,
    price_of(product_id, report_day(), 1) AS amount, price_of(product_id, report_day(), 1) IS NULL AS unpriced_count
FROM ended
ORDER BY coalesce(ended_on, ''), msisdn, what DESC, product_id;

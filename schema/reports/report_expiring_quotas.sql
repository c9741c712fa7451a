-- title: Usage quotas ending soon
-- title nb: Forbrukskvoter som slutter snart
-- description: Usage quotas of living subscriptions and their add-ons whose end date is within a number of days, earliest first. Quotas without an end date are left out. The API does not report usage, so how much is used is unknown.
-- description nb: Forbrukskvoter for levende abonnementer og deres tilleggstjenester med sluttdato innen et antall dager, tidligst først. Kvoter uten sluttdato er utelatt. API-et sier ikke noe om forbruk, så hvor mye som er brukt, er ukjent.
-- parameter: days integer 0..36500 default 30 "Number of days from the first day." "Antall dager fra den første dagen."
-- parameter: from start optional "The first day. Default: the report's day." "Den første dagen. Standard: rapportens dag."
-- column: ends_on date "The last day on which it is valid."
-- column: days_left days "Days from the report's day until then; 0: it is the last day."
-- column: included_in text "subscription (included in its type) or add-on."
-- column: msisdn msisdn "The number."
-- column: product_id id "The API's number of the subscription type, or of the add-on."
-- column: product text "Its name."
-- column: quota text "The quota's name."
-- column: value number "How much is included, in unit."
-- column: unit text "The unit of value, in the API's words."
-- column: traffic_type text "The kind of traffic, in the API's words."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
WITH first_day AS (SELECT coalesce(local_day(:from), report_day()) AS first_day),
ending AS (
    SELECT
        quota.valid_to AS ends_on, 'subscription' AS included_in, quota.msisdn,
        subscription.subscription_type_id AS product_id,
        (SELECT name FROM subscription_type WHERE id = subscription.subscription_type_id) AS product,
        quota.name AS quota, quota.value, quota.unit, quota.traffic_type,
        subscription.account_id, subscription.user_reference1
    FROM first_day
    JOIN subscription_usage_quota AS quota
        ON quota.valid_to BETWEEN first_day.first_day AND date(first_day.first_day, :days || ' days')
    JOIN subscription ON subscription.msisdn = quota.msisdn
    UNION ALL
    SELECT
        quota.valid_to, 'add-on', quota.msisdn, quota.product_id,
        (SELECT name FROM add_on
            WHERE add_on.msisdn = quota.msisdn AND add_on.product_id = quota.product_id
                AND add_on.occurrence = quota.add_on_occurrence),
        quota.name, quota.value, quota.unit, quota.traffic_type,
        subscription.account_id, subscription.user_reference1
    FROM first_day
    JOIN add_on_usage_quota AS quota
        ON quota.valid_to BETWEEN first_day.first_day AND date(first_day.first_day, :days || ' days')
    JOIN subscription ON subscription.msisdn = quota.msisdn
)
SELECT
    ending.ends_on,
    CAST(julianday(ending.ends_on) - julianday(report_day()) AS INTEGER) AS days_left,
    ending.included_in, ending.msisdn, ending.product_id, ending.product, ending.quota, ending.value,
    ending.unit, ending.traffic_type, ending.account_id, ending.user_reference1
FROM first_day, ending
ORDER BY ending.ends_on, ending.msisdn, ending.included_in DESC, ending.product_id, ending.quota, ending.value;

-- title: Barred subscriptions
-- title nb: Sperrede abonnementer
-- description: Listed subscriptions that are barred and have not ended, longest barred first, with the number of their add-ons. Barrings of single services are settings and not included; numbers that are gone are left out.
-- description nb: Abonnementer på listen som er sperret og ikke avsluttet, de som har vært sperret lengst, først, med antallet tilleggstjenester. Sperring av enkelte tjenester er innstillinger og er ikke med; numre som er borte, er utelatt.
-- column: msisdn msisdn "The number."
-- column: status text "The API's word."
-- column: barred_since_at instant "When the mirror saw it become barred. Empty: it was barred as far back as the mirror's history reaches: to first_seen_at if retention removed none of it."
-- column: first_seen_at instant "When the mirror first saw the number."
-- column: subscription_type text "The type's name."
-- column: account_id id "The invoice account that lists it."
-- column: user_reference1 text reference "The first user reference."
-- column: valid_to_date date "The last day on which it is valid. Empty: no end is set."
-- column: add_on_count count "How many add-ons it has."
-- column: amount decimal "What its type and its add-ons cost, by report.price_list; those without a price are left out."
-- column: unpriced_count count "How many of these have no price."
-- only: report.price_list amount unpriced_count
WITH barred AS (
    SELECT * FROM _subscription_state WHERE state = 'barred'
),
-- A break is a version in which the number was not barred, or was gone.
broken AS (
    SELECT msisdn, max(observed_to) AS until
    FROM subscription_history
    WHERE observed_to IS NOT NULL
        AND (gone_at IS NOT NULL OR lower(trim(status, (SELECT characters FROM _blank))) IS NOT 'barred')
    GROUP BY msisdn
)
SELECT
    barred.msisdn, barred.status, broken.until AS barred_since_at, barred.first_seen_at,
    subscription_type.name AS subscription_type,
    barred.account_id, barred.user_reference1, barred.valid_to_date,
    (SELECT count(*) FROM add_on WHERE add_on.msisdn = barred.msisdn) AS add_on_count,
    (
        SELECT decimal_sum(price_of(product_id, report_day(), 1))
        FROM (
            SELECT barred.subscription_type_id AS product_id
            UNION ALL
            SELECT add_on.product_id FROM add_on WHERE add_on.msisdn = barred.msisdn
        )
    ) AS amount,
    (
        SELECT sum(price_of(product_id, report_day(), 1) IS NULL)
        FROM (
            SELECT barred.subscription_type_id AS product_id
            UNION ALL
            SELECT add_on.product_id FROM add_on WHERE add_on.msisdn = barred.msisdn
        )
    ) AS unpriced_count
FROM barred
LEFT JOIN broken ON broken.msisdn = barred.msisdn
LEFT JOIN subscription_type ON subscription_type.id = barred.subscription_type_id
ORDER BY coalesce(broken.until, ''), barred.first_seen_at, barred.msisdn;

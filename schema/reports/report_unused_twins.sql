-- title: Possibly unused twins
-- title nb: Tvillinger som kanskje ikke er i bruk
-- description: Living subscriptions whose twin SIM cards and twin products do not match. The API does not report card use; this lists products without a card, cards without a product, unequal numbers of both, and cards without a known printed number (ICCID), which may never have been sent out. A twin card has that type, or a number other than the subscription's.
-- description nb: Levende abonnementer der tvilling-SIM-kort og tvillingprodukter ikke passer sammen. API-et sier ikke om kort er i bruk; her står produkter uten kort, kort uten produkt, ulike antall av dem, og kort uten kjent trykt nummer (ICCID), som kanskje aldri er sendt ut. Et tvillingkort har den typen, eller et annet nummer enn abonnementet.
-- parameter: product text default tvilling "Text in the name of a twin product, ignoring case." "Tekst i navnet på et tvillingprodukt, uansett store og små bokstaver."
-- parameter: card_type text default twin "Text in the type of a twin card, ignoring case." "Tekst i typen til et tvillingkort, uansett store og små bokstaver."
-- column: finding text "product without card, card without product, fewer cards than products, fewer products than cards or card without ICCID."
-- column: msisdn msisdn "The number."
-- column: twin_product_count count "How many twin products it has."
-- column: twin_card_count count "How many twin cards it has."
-- column: without_icc_id_count count "How many of these cards have no known printed number."
-- column: twin_numbers msisdn mixed "The cards' numbers, separated by ;. Empty: none is known."
-- column: first_observed_at instant "Since when the mirror has seen the card (without a card: the product) unchanged."
-- column: subscription_type text "The subscription's type."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
-- column: amount decimal "What its twin products cost, by report.price_list; those without a price are left out."
-- column: unpriced_count count "How many of them have no price."
-- words: finding
-- only: report.price_list amount unpriced_count
WITH held AS (
    SELECT
        msisdn, 1 AS is_product, NULL AS is_card, NULL AS is_without_icc_id, NULL AS twin_number,
        observed_from AS product_from, NULL AS card_from,
        price_of(product_id, report_day(), 1) AS price
    FROM add_on_history
    WHERE observed_to IS NULL AND instr(lower(name), lower(:product)) > 0
    UNION ALL
    SELECT msisdn, NULL, 1, icc_id IS NULL, sim_msisdn, NULL, observed_from, NULL
    FROM sim_card_history
    WHERE observed_to IS NULL AND (instr(lower(type), lower(:card_type)) > 0 OR sim_msisdn <> msisdn)
),
twin AS (
    SELECT
        msisdn,
        count(is_product) AS twin_product_count,
        count(is_card) AS twin_card_count,
        coalesce(sum(is_without_icc_id), 0) AS without_icc_id_count,
        group_concat(twin_number, '; ') AS twin_numbers,
        coalesce(min(card_from), min(product_from)) AS first_observed_at,
        decimal_sum(price) AS amount,
        count(is_product) - count(price) AS unpriced_count
    FROM (SELECT * FROM held ORDER BY msisdn, twin_number)
    GROUP BY msisdn
),
judged AS (
    SELECT
        *,
        CASE
            WHEN twin_card_count = 0 THEN 'product without card'
            WHEN twin_product_count = 0 THEN 'card without product'
            WHEN twin_card_count < twin_product_count THEN 'fewer cards than products'
            WHEN twin_product_count < twin_card_count THEN 'fewer products than cards'
            WHEN without_icc_id_count > 0 THEN 'card without ICCID'
        END AS finding
    FROM twin
)
SELECT
    judged.finding, judged.msisdn, judged.twin_product_count, judged.twin_card_count,
    judged.without_icc_id_count, judged.twin_numbers, judged.first_observed_at,
    subscription_type.name AS subscription_type, subscription.account_id, subscription.user_reference1,
    judged.amount, judged.unpriced_count
FROM judged
JOIN subscription ON subscription.msisdn = judged.msisdn
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
WHERE judged.finding IS NOT NULL
ORDER BY judged.finding DESC, judged.msisdn;

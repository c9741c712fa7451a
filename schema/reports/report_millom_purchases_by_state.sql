-- title: Purchases at Millom by state
-- title nb: Kjøp hos Millom per tilstand
-- description: Purchases and their cost by state, one row per state, currency and fund source. Amounts are added exactly, and never across currencies.
-- description nb: Kjøp og hva de koster, én rad per tilstand, valuta og betalingskilde. Beløp legges sammen eksakt, og aldri på tvers av valutaer.
-- parameter: since start optional "Only purchases opened at or after this time." "Bare kjøp som ble åpnet på eller etter dette tidspunktet."
-- parameter: until end optional "Only purchases opened before this time." "Bare kjøp som ble åpnet før dette tidspunktet."
-- column: state text "intended: not sent yet; processing: Millom is working on it; completed; failed; unknown: the result is unknown; abandoned: never sent."
-- column: currency text "ISO 4217. Empty: the offer named none."
-- column: fund_source text "WALLET or LOAN."
-- column: purchase_count count "How many purchases."
-- column: amount decimal "Their total cost; purchases with an unknown price are left out."
-- column: without_price_count count "How many have no known price."
-- column: oldest_at instant "When the oldest of them was opened."
SELECT
    state, currency, fund_source, count(*) AS purchase_count, decimal_sum(cost) AS amount,
    sum(cost IS NULL) AS without_price_count, min(opened_at) AS oldest_at
FROM millom_purchase
WHERE (:since IS NULL OR opened_at >= :since) AND (:until IS NULL OR opened_at < :until)
GROUP BY state, currency, fund_source
ORDER BY
    CASE state
        WHEN 'unknown' THEN 1 WHEN 'processing' THEN 2 WHEN 'intended' THEN 3 WHEN 'failed' THEN 4 WHEN 'completed' THEN 5
        ELSE 6
    END,
    currency, fund_source;

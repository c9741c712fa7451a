-- title: Balances at Millom
-- title nb: Saldoer hos Millom
-- description: The latest balances of each subscriber at Millom, one row per wallet. Amounts are exact decimals; different currencies are never added up. For subscribers unknown to Millom see millom-unknown-subscribers.
-- description nb: De siste saldoene for hver abonnent hos Millom, én rad per lommebok. Beløp er eksakte desimaltall; ulike valutaer legges aldri sammen. Abonnenter som Millom ikke kjenner, står i millom-unknown-subscribers.
-- parameter: below text optional "Only amounts below this one (0 or more), such as 50.00." "Bare beløp under dette (0 eller mer), som 50.00."
-- parameter: currency text optional "Only this currency, such as NOK." "Bare denne valutaen, som NOK."
-- column: subscriber text number "The id that Millom knows: a number, a CPID or an OPET."
-- column: account_type text "PREPAID or POSTPAID."
-- column: subscriber_state text "The subscriber's state in Millom's words: GOOD_TO_GO, NEED_OFFERS, NEED_LOANS or NEED_TOPUP."
-- column: record text "The Millom record it comes from: account_info or balance."
-- column: balance_type text "The wallet, such as main, loan or owed; monetary is the one of the record balance."
-- column: amount decimal "The amount, exact."
-- column: currency text "ISO 4217. Empty: the record names none."
-- column: expires_at instant "When the wallet expires. Empty: no end is set."
-- column: user_reference1 text reference "The first user reference of the subscription with this number."
SELECT
    balance.subscriber, account.account_type, state.subscriber_state, balance.record, balance.balance_type,
    balance.amount, balance.currency, balance.expires_at, subscription.user_reference1
FROM millom_money_balance AS balance
LEFT JOIN millom_account AS account ON account.subscriber = balance.subscriber
LEFT JOIN millom_state AS state ON state.subscriber = balance.subscriber
LEFT JOIN subscription ON subscription.msisdn = balance.subscriber
WHERE (:currency IS NULL OR balance.currency = :currency)
    AND (:below IS NULL OR (
        -- Exact, where a comparison of numbers with decimals would not be.
        SELECT decimal_sum(part) FROM (SELECT balance.amount AS part UNION ALL SELECT '-' || :below)
    ) LIKE '-%')
ORDER BY balance.subscriber, balance.record, balance.balance_type, balance.occurrence;

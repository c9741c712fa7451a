-- title: Subscriptions unknown to Millom
-- title nb: Abonnementer som Millom ikke kjenner
-- description: Listed subscriptions that Millom does not know, refuses to report on, or was never asked about, with the reason.
-- description nb: Abonnementer på listen som Millom ikke kjenner, ikke vil si noe om, eller aldri ble spurt om, med grunnen.
-- column: msisdn msisdn "The number."
-- column: reason text "unknown: Millom does not know the number; refused: it currently refuses its data; not read yet: no record was ever read; not asked: it is not in the list of subscribers to read."
-- column: error_cause text "Millom's error code, such as INVALID_NUMBER or USER_OPT_OUT."
-- column: subscription_type text "The subscription's type."
-- column: user_reference1 text reference "The first user reference."
-- column: asked_since instant "When it was first put on the list of subscribers to read."
SELECT
    subscription.msisdn,
    CASE
        WHEN person.subscriber IS NULL THEN 'not asked'
        WHEN person.is_known = 0 THEN 'unknown'
        WHEN person.error_cause IS NOT NULL THEN 'refused'
        ELSE 'not read yet'
    END AS reason,
    person.error_cause, subscription_type.name AS subscription_type, subscription.user_reference1,
    person.first_seen_at AS asked_since
FROM subscription
LEFT JOIN millom_subscriber AS person ON person.subscriber = subscription.msisdn
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
WHERE subscription.gone_at IS NULL
    AND (person.subscriber IS NULL OR person.is_known = 0 OR person.error_cause IS NOT NULL OR person.verified_at IS NULL)
ORDER BY reason, subscription.msisdn;

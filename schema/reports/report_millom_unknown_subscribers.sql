-- title: Subscriptions that Millom does not know
-- description: Listed subscriptions of the mirror whom Millom does not know, refuses to speak of, or was never asked about, and why.
-- column: msisdn msisdn "The number."
-- column: reason text "unknown: Millom does not know the number; refused: it says nothing of it now; not read yet: no record was ever read; not asked: Millom is not asked about it."
-- column: error_cause text "Millom's word, such as INVALID_NUMBER or USER_OPT_OUT."
-- column: subscription_type text "The subscription's type."
-- column: user_reference1 text reference "The first user reference."
-- column: asked_since instant "Since when Millom is asked about it."
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

-- title: Offers at Millom
-- description: What Millom offers each subscriber, as it said it last. To buy one: submirror millom activate.
-- parameter: subscriber text optional "Only this subscriber."
-- column: subscriber text "The id that Millom knows: a number, a CPID or an OPET."
-- column: plan_id id "Millom's id of the offer."
-- column: name text "Its name, in the first language that Millom gave."
-- column: type text "What kind of plan it is, in Millom's words."
-- column: cost decimal "What it costs, exact."
-- column: currency text "ISO 4217."
-- column: fund_source text "Where the money may come from, where Millom says it."
-- column: quota text "What it holds, each unit once."
SELECT
    offer.subscriber, offer.plan_id,
    (
        SELECT text FROM millom_text AS name
        WHERE name.subscriber = offer.subscriber AND name.owner = 'offer' AND name.plan_id = offer.plan_id
            AND name.owner_occurrence = offer.occurrence AND name.field = 'name'
        ORDER BY name.language, name.occurrence LIMIT 1
    ) AS name,
    offer.type, offer.cost, offer.currency, offer.fund_source,
    (
        SELECT group_concat(coalesce(iif(quota.is_unlimited, 'unlimited', quota.quota), '?') || ' ' || coalesce(quota.unit, ''), ', ')
        FROM millom_offer_quota AS quota
        WHERE quota.subscriber = offer.subscriber AND quota.plan_id = offer.plan_id
            AND quota.offer_occurrence = offer.occurrence
    ) AS quota
FROM millom_offer AS offer
WHERE :subscriber IS NULL OR offer.subscriber = :subscriber
ORDER BY offer.subscriber, offer.plan_id, offer.occurrence;

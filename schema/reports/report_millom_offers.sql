-- title: Offers at Millom
-- title nb: Tilbud hos Millom
-- description: The latest offers of Millom to each subscriber. To buy one: submirror millom activate.
-- description nb: De siste tilbudene fra Millom til hver abonnent. For å kjøpe et: submirror millom activate.
-- parameter: subscriber text optional "Only this subscriber." "Bare denne abonnenten."
-- column: subscriber text number "The id that Millom knows: a number, a CPID or an OPET."
-- column: plan_id id "Millom's id of the offer."
-- column: name text "Its name, in the first language given."
-- column: type text "What kind of plan it is, in Millom's words."
-- column: cost decimal "What it costs, exact."
-- column: currency text "ISO 4217."
-- column: fund_source text "Allowed fund sources, if Millom states them."
-- column: quota text "Its content per unit."
SELECT
    item.subscriber, item.plan_id,
    /* see fragments/millom_name.sql */
    AS name,
    item.type, item.cost, item.currency, item.fund_source,
    (
        SELECT group_concat(coalesce(iif(quota.is_unlimited, 'unlimited', quota.quota), '?') || ' ' || coalesce(quota.unit, ''), ', ')
        FROM millom_offer_quota AS quota
        WHERE quota.subscriber = item.subscriber AND quota.plan_id = item.plan_id
            AND quota.offer_occurrence = item.occurrence
    ) AS quota
FROM (SELECT *, 'offer' AS owner FROM millom_offer) AS item
WHERE :subscriber IS NULL OR item.subscriber = :subscriber
ORDER BY item.subscriber, item.plan_id, item.occurrence;

import MirrorCore

extension Query {
    /// What Millom offered a subscriber, the cheapest of each currency first.
    package static func millomOffers(of subscriber: String) -> Query {
        Query(
            """
            SELECT
                offer.plan_id,
                (
                    SELECT text FROM millom_text AS name
                    WHERE name.subscriber = offer.subscriber AND name.owner = 'offer' AND name.plan_id = offer.plan_id
                        AND name.owner_occurrence = offer.occurrence AND name.field = 'name'
                    ORDER BY name.language, name.occurrence LIMIT 1
                ) AS name,
                offer.type, offer.cost, offer.currency, offer.fund_source,
                (
                    SELECT group_concat(iif(quota.is_unlimited, 'unlimited', quota.quota) || ' ' || quota.unit, ', ')
                    FROM millom_offer_quota AS quota
                    WHERE quota.subscriber = offer.subscriber AND quota.plan_id = offer.plan_id
                        AND quota.offer_occurrence = offer.occurrence
                ) AS quota
            FROM millom_offer AS offer
            WHERE offer.subscriber = :subscriber
            ORDER BY offer.currency, CAST(offer.cost AS REAL), offer.plan_id, offer.occurrence
            """, parameters: ["subscriber": .text(subscriber)])
    }
}

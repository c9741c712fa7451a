-- title: Cost centres missing from the map
-- title nb: Kostnadssteder som mangler i oversikten
-- description: Cost centres of listed subscriptions that report.cost_centre_map lacks, and cost centres of the map without a listed subscription. Case, blanks and Unicode form are ignored. Without a map, every cost centre is missing from it.
-- description nb: Kostnadssteder for abonnementer på listen som report.cost_centre_map ikke har, og kostnadssteder i oversikten uten et abonnement på listen. Store og små bokstaver, mellomrom og Unicode-form ses bort fra. Uten en oversikt mangler alle.
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "The field that holds the cost centre." "Feltet som har kostnadsstedet."
-- column: cost_centre text reference "The cost centre, as the mirror or the map has it."
-- column: missing text "map: it is not in the map; subscriptions: no listed subscription has it."
-- column: subscription_count count "Listed subscriptions with it."
-- column: cost_centre_name text reference "Its name in the map."
-- column: cost_centre_owner text name "Its owner in the map."
-- needs: cost_centre
-- fold: subscription_count adding
WITH
referenced AS MATERIALIZED (
    SELECT
/* see fragments/reference.sql */
        AS reference
    FROM _subscription_state AS number
    LEFT JOIN account ON account.id = number.account_id
    WHERE state <> 'gone'
),
counted AS MATERIALIZED (
    SELECT cost_centre, count(*) AS subscription_count
    FROM (
        SELECT
/* see fragments/cost_centre.sql */
            AS cost_centre
        FROM referenced
    )
    WHERE cost_centre IS NOT NULL
    GROUP BY cost_centre
),
entry AS MATERIALIZED (
    SELECT value ->> 0 AS cost_centre, value ->> 1 AS name, value ->> 2 AS owner
    FROM json_each(coalesce(cost_centre_map(), '[]'))
)
SELECT
    cost_centre, 'map' AS missing, subscription_count, NULL AS cost_centre_name, NULL AS cost_centre_owner
FROM counted
WHERE folded(cost_centre) NOT IN (SELECT folded(cost_centre) FROM entry)
UNION ALL
SELECT cost_centre, 'subscriptions', 0, name, owner
FROM entry
WHERE folded(cost_centre) NOT IN (SELECT folded(cost_centre) FROM counted)
ORDER BY subscription_count DESC, missing, cost_centre COLLATE norwegian;

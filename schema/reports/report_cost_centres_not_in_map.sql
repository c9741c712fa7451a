-- title: Cost centres that are not in the map
-- description: The cost centres of listed subscriptions that report.cost_centre_map does not have, and those of the map that no listed subscription has. Capitals, blanks and Unicode form make no difference. Without a map, no cost centre is in it.
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "Which text tells the cost centre."
-- column: cost_centre text reference "The cost centre, as the mirror or the map has it."
-- column: missing text "map: the map does not have it; subscriptions: no listed subscription has it."
-- column: subscription_count count "Listed subscriptions with it."
-- column: cost_centre_name text reference "What the map calls it."
-- column: cost_centre_owner text name "Who answers for it, as the map has it."
-- needs: cost_centre
WITH
referenced AS MATERIALIZED (
    SELECT
        CASE :reference
            WHEN 'user_reference1' THEN number.user_reference1
            WHEN 'user_reference2' THEN number.user_reference2
            WHEN 'user_reference3' THEN number.user_reference3
            WHEN 'account_reference1' THEN account.reference1
            WHEN 'account_reference2' THEN account.reference2
            WHEN 'account_reference3' THEN account.reference3
        END AS reference
    FROM _subscription_state AS number
    LEFT JOIN account ON account.id = number.account_id
    WHERE state <> 'gone'
),
/* see fragments/cost_centre.sql */
counted AS MATERIALIZED (
    SELECT substr(meant.group_key, length('cost centre:') + 1) AS cost_centre, count(*) AS subscription_count
    FROM referenced
    JOIN meant ON meant.reference IS referenced.reference
    WHERE instr(meant.group_key, 'cost centre:') = 1
    GROUP BY 1
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

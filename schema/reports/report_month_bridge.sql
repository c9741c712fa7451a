-- title: Bridge of a closed month
-- title nb: Broen for en avsluttet måned
-- description: How the head count at the end of the previous month leads to that at the month's end, as the month was closed: opening + restated in - restated out + loaded + new + returned + moved in - moved out - terminated - gone + reread in - reread out = closing. Net: a number that came and went within the month is in no figure. What became known after the closing is not included; see month diff.
-- description nb: Hvordan antallet ved slutten av måneden før fører til antallet ved månedens slutt, slik måneden ble avsluttet: åpning + korrigert inn - korrigert ut + lastet + nye + tilbake + flyttet inn - flyttet ut - avsluttet - borte + lest inn - lest ut = slutt. Netto: et nummer som kom og gikk i måneden, er ikke med i noe tall. Det som ble kjent etter avslutningen, er ikke med; se month diff.
-- parameter: month text required "The closed month, such as 2026-10." "Den avsluttede måneden, som 2026-10."
-- parameter: by text total|account|cost-centre|type|organization default total "The grouping: total, invoice account, cost centre, subscription type, or owning organization." "Grupperingen: i alt, fakturakonto, kostnadssted, abonnementstype eller organisasjonen som eier."
-- column: group_is text "account, no account, or account not yet known; cost centre, no match, or missing; type, or type not known; organization, organization without number, person, or not known; forgotten; total."
-- column: group_id id reference "The number of the account, type or organization, or the cost centre."
-- column: group_name text reference "The name that the group had when the month was closed."
-- column: opening_count count "Subscriptions at the end of the month before, as that was closed."
-- column: restated_in_count count "Those known by the closing to have counted then."
-- column: restated_out_count count "Those known by the closing not to have counted then."
-- column: loaded_count count "Those that the first load of the mirror found."
-- column: new_count count "Those that are new, or have a new holder."
-- column: returned_count count "Those that count again."
-- column: moved_in_count count "Those that came from another group."
-- column: moved_out_count count "Those that went to another group."
-- column: terminated_count count "Those whose last day passed, or that have a new holder."
-- column: gone_count count "Those that the API no longer had."
-- column: reread_in_count count "Those that count because a new version read their kept documents again."
-- column: reread_out_count count "Those that stopped counting for the same reason."
-- column: closing_count count "Subscriptions at the end of the month."
-- column: cost_centre_name text reference "What report.cost_centre_map calls the cost centre now."
-- column: opening_amount decimal "What the subscription types of the numbers in opening_count cost on the previous month's last day, by report.price_list; those without a price are left out. In the first closed month, also those of persons forgotten since."
-- column: closing_amount decimal "What those of closing_count cost on the month's last day; those without a price are left out."
-- column: unpriced_count count "How many of closing_count have a type without a price on that day, or of which the type is not known."
-- column: unusable text "Why there is nothing to show; if set, nothing is written, and the report fails."
-- check: unusable usage "the month has no bridge"
-- words: group_is
-- needs: group_name by=cost-centre
-- fold: opening_count closing_count adding restated_in_count restated_out_count loaded_count new_count returned_count moved_in_count moved_out_count terminated_count gone_count reread_in_count reread_out_count opening_amount closing_amount unpriced_count
-- only: report.cost_centre_map cost_centre_name
-- only: report.price_list opening_amount closing_amount unpriced_count
WITH
closing AS MATERIALIZED (
    SELECT
        id, date(month || '-01', '-1 day') AS from_day, date(month || '-01', '+1 month', '-1 day') AS to_day,
        (
            SELECT before.id FROM month_closing AS before
            WHERE before.month = strftime('%Y-%m', closing.month || '-01', '-1 day') AND before.reopened_at IS NULL
        ) AS before_id
    FROM month_closing AS closing
    WHERE month = :month AND reopened_at IS NULL
),
-- The subscriptions of the closing and of the one before, each in its group by :by.
placed AS MATERIALIZED (
    SELECT
        subscription.closing, subscription.number, subscription.type,
        CASE :by
            WHEN 'account' THEN subscription.account
            WHEN 'cost-centre' THEN subscription.cost_centre
            WHEN 'type' THEN subscription.type
            WHEN 'organization' THEN subscription.organization
            ELSE (SELECT id FROM _month_group WHERE value = 'total:')
        END AS "group"
    FROM closing
    CROSS JOIN _month_subscription AS subscription
    WHERE subscription.closing IN (closing.id, closing.before_id)
),
-- Where no month was closed before: the group and the type of each number at the beginning, which are those at the end
-- but for its events. Events of the forgotten name no number.
traced AS MATERIALIZED (
    SELECT number, grouping, "group"
    FROM (
        SELECT number, :by AS grouping, "group", 1 AS rest FROM placed
        UNION ALL
        SELECT number, 'type', type, 1 FROM placed WHERE :by <> 'type'
        UNION ALL
        SELECT number, grouping, iif(is_in, to_group, from_group), iif(is_in, -1, 1)
        FROM (
            SELECT
                event.*, figure IN ('restated-in', 'loaded', 'new', 'returned', 'moved-in', 'reread-in') AS is_in
            FROM closing
            CROSS JOIN _month_event AS event
            WHERE event.closing = closing.id AND event.grouping IN (:by, 'type')
        )
    )
    WHERE number IS NOT NULL AND (SELECT before_id FROM closing) IS NULL
    GROUP BY number, grouping, "group"
    HAVING sum(rest) > 0
),
-- How many of a type are in a group at each end.
stock AS (
    SELECT
        "group", type, count(*) FILTER (WHERE closing = before_id) AS opening_count,
        count(*) FILTER (WHERE closing = id) AS closing_count
    FROM placed, closing
    GROUP BY "group", type
    UNION ALL
    SELECT own."group", kind."group", count(*), 0
    FROM traced AS own
    JOIN traced AS kind ON kind.number = own.number AND kind.grouping = 'type'
    WHERE own.grouping = :by
    GROUP BY own."group", kind."group"
),
priced AS MATERIALIZED (
    SELECT
        group_key, decimal_sum(opening_amount) AS opening_amount, decimal_sum(closing_amount) AS closing_amount,
        sum(iif(closing_amount IS NULL, closing_count, 0)) AS unpriced_count
    FROM (
        SELECT
            "group".value AS group_key, closing_count,
            iif(opening_count > 0, price_of(product_id, from_day, opening_count), NULL) AS opening_amount,
            iif(closing_count > 0, price_of(product_id, to_day, closing_count), NULL) AS closing_amount
        FROM (
            SELECT
                stock.*,
                iif(instr(kind.value, 'type:') = 1, CAST(substr(kind.value, 6) AS INTEGER), NULL) AS product_id
            FROM stock
            JOIN _month_group AS kind ON kind.id = stock.type
        ) AS stock
        JOIN _month_group AS "group" ON "group".id = stock."group"
        CROSS JOIN closing
    )
    GROUP BY group_key
)
SELECT
    group_is, group_id, group_name, opening_count, restated_in_count, restated_out_count, loaded_count, new_count,
    returned_count, moved_in_count, moved_out_count, terminated_count, gone_count, reread_in_count, reread_out_count,
    closing_count,
    iif(group_is = 'cost centre', cost_centre_name(coalesce(group_id, group_name)), NULL) AS cost_centre_name,
    opening_amount, closing_amount, coalesce(unpriced_count, 0) AS unpriced_count, NULL AS unusable
FROM month_bridge
LEFT JOIN priced ON priced.group_key = group_is || ':' || coalesce(group_id, '')
WHERE month = :month AND grouping = :by
UNION ALL
SELECT
    'total', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, :month || ' is not closed: see submirror month list'
WHERE NOT EXISTS (SELECT 1 FROM month_closing WHERE month = :month AND reopened_at IS NULL)
ORDER BY closing_count DESC, opening_count DESC, group_is, group_name, group_id;

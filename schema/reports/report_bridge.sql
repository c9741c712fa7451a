-- title: Head-count bridge
-- title nb: Bro for antallet
-- description: How the head count at the end of one day leads to that at the end of a later one, in total and by group: opening + loaded + new + returned + moved in + reread in - moved out - terminated - gone - reread out = closing. A number counts from when the mirror first saw it until it is gone or its valid_to_date has passed. Groups are those at the time of each event, except account texts, which are current. Every event counts: a number that came and went is in both figures.
-- description nb: Hvordan antallet ved slutten av én dag fører til antallet ved slutten av en senere, i alt og per gruppe: åpning + lastet + nye + tilbake + flyttet inn + lest inn - flyttet ut - avsluttet - borte - lest ut = slutt. Et nummer teller fra speilet først så det, til det er borte eller valid_to_date er passert. Gruppene er de som gjaldt ved hver hendelse, bortsett fra kontotekster, som er dagens. Hver hendelse teller: et nummer som kom og gikk, er med i begge tall.
-- parameter: from end default -30d "The opening day (its end) or time." "Åpningsdagen (slutten av den) eller tidspunktet."
-- parameter: to end default now "The closing day (its end) or time." "Sluttdagen (slutten av den) eller tidspunktet."
-- parameter: by text total|account|cost-centre|type|organization default total "The grouping: total, invoice account, cost centre, subscription type, or owning organization." "Grupperingen: i alt, fakturakonto, kostnadssted, abonnementstype eller organisasjonen som eier."
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "The field that holds the cost centre." "Feltet som har kostnadsstedet."
-- period: from to
-- column: group_is text "account, no account, or account not yet known: not compared since it was seen; cost centre, no match, or missing; type, or type not known; organization, organization without number, person, or not known; total."
-- column: group_id id "The number of the account, type or organization."
-- column: group_name text reference "The account's first reference, the name of the type or organization, or the cost centre."
-- column: opening_count count "Numbers at the end of the opening day."
-- column: loaded_count count "Numbers that the first load of the mirror found; they are not new."
-- column: new_count count "Numbers that count for the first time, and numbers with a new holder: another user or owner, valid from a later day."
-- column: returned_count count "Numbers that count again, with the same holder or subscription as before."
-- column: moved_in_count count "Numbers that came from another group."
-- column: moved_out_count count "Numbers that went to another group."
-- column: terminated_count count "Numbers whose valid_to_date passed, and numbers with a new holder."
-- column: gone_count count "Numbers that the API no longer had, and whose valid_to_date had not passed."
-- column: reread_in_count count "Numbers that count in the group because a new program version read their stored documents differently; nothing happened to them."
-- column: reread_out_count count "Numbers that stopped counting in the group for the same reason."
-- column: closing_count count "Numbers at the end of the closing day."
-- column: cost_centre_name text reference "What report.cost_centre_map calls the cost centre."
-- column: opening_amount decimal "What the subscription types of the numbers in opening_count cost on that day, by report.price_list; those without a price are left out."
-- column: closing_amount decimal "The same of closing_count."
-- column: unpriced_count count "How many of closing_count have a type without a price on that day, or of which the type is not known."
-- column: out_and_in_again_count count "Numbers that left the group and came back to it within the period: each is in a figure that adds and in one that subtracts, though nothing changed. Without them, the figures are net, as in a closed month."
-- column: unbalanced_msisdn msisdn "A number whose events do not add up; if set, the report fails."
-- check: unbalanced_msisdn "the events of a number do not lead from the opening to the closing"
-- words: group_is
-- needs: group_name by=cost-centre
-- fold: opening_count closing_count adding loaded_count new_count returned_count moved_in_count moved_out_count terminated_count gone_count reread_in_count reread_out_count opening_amount closing_amount unpriced_count out_and_in_again_count
-- only: report.cost_centre_map cost_centre_name
-- only: report.price_list opening_amount closing_amount unpriced_count
WITH
/* see fragments/bridge.sql */
-- Numbers whose events do not lead from the opening to the closing, which is counted without them.
broken AS MATERIALIZED (
    SELECT msisdn, group_key
    FROM (
        SELECT msisdn, group_key, was_counted - is_counted AS rest
        FROM placed
        WHERE at IS NULL AND was_counted <> is_counted
        UNION ALL
        SELECT msisdn, group_key, sign FROM entry
    )
    GROUP BY msisdn, group_key
    HAVING sum(rest) <> 0
),
figure AS MATERIALIZED (
    SELECT
        group_key, sum(opening) AS opening, sum(loaded) AS loaded, sum(new) AS new, sum(returned) AS returned,
        sum(moved_in) AS moved_in, sum(moved_out) AS moved_out, sum(terminated) AS terminated, sum(gone) AS gone,
        sum(reread_in) AS reread_in, sum(reread_out) AS reread_out, sum(closing) AS closing,
        decimal_sum(opening_amount) AS opening_amount, decimal_sum(closing_amount) AS closing_amount,
        sum(unpriced) AS unpriced, sum(again) AS again, min(broken) AS broken
    FROM (
        SELECT
            group_key, opening_count AS opening, 0 AS loaded, 0 AS new, 0 AS returned, 0 AS moved_in, 0 AS moved_out,
            0 AS terminated, 0 AS gone, 0 AS reread_in, 0 AS reread_out, closing_count AS closing,
            opening_amount, closing_amount, unpriced_count AS unpriced, 0 AS again,
            NULL AS broken
        FROM counted
        UNION ALL
        SELECT
            group_key, 0, figure = 'loaded', figure = 'new', figure = 'returned', figure = 'moved-in',
            figure = 'moved-out', figure = 'terminated', figure = 'gone', figure = 'reread-in', figure = 'reread-out',
            0, NULL, NULL, 0, 0, NULL
        FROM entry
        UNION ALL
        SELECT group_key, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 1, NULL FROM again
        UNION ALL
        SELECT group_key, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, msisdn FROM broken
    )
    GROUP BY group_key
),
-- Each group, and all of them together: one row even where there is none.
line AS (
    SELECT
        is_total, group_key, sum(opening) AS opening, sum(loaded) AS loaded, sum(new) AS new, sum(returned) AS returned,
        sum(moved_in) AS moved_in, sum(moved_out) AS moved_out, sum(terminated) AS terminated, sum(gone) AS gone,
        sum(reread_in) AS reread_in, sum(reread_out) AS reread_out, sum(closing) AS closing,
        decimal_sum(opening_amount) AS opening_amount, decimal_sum(closing_amount) AS closing_amount,
        sum(unpriced) AS unpriced, sum(again) AS again, min(broken) AS broken
    FROM (SELECT 0 AS is_total UNION ALL SELECT 1) AS scope
    LEFT JOIN figure
    GROUP BY is_total, iif(is_total, NULL, group_key)
)
SELECT
    iif(is_total, 'total', named.group_is) AS group_is, named.group_id, named.group_name,
    coalesce(opening, 0) AS opening_count, coalesce(loaded, 0) AS loaded_count,
    coalesce(new, 0) AS new_count, coalesce(returned, 0) AS returned_count, coalesce(moved_in, 0) AS moved_in_count,
    coalesce(moved_out, 0) AS moved_out_count, coalesce(terminated, 0) AS terminated_count,
    coalesce(gone, 0) AS gone_count, coalesce(reread_in, 0) AS reread_in_count,
    coalesce(reread_out, 0) AS reread_out_count, coalesce(closing, 0) AS closing_count,
    iif(named.group_is = 'cost centre', cost_centre_name(named.group_name), NULL) AS cost_centre_name,
    opening_amount, closing_amount, coalesce(unpriced, 0) AS unpriced_count,
    coalesce(again, 0) AS out_and_in_again_count, broken AS unbalanced_msisdn
FROM line
LEFT JOIN named ON NOT line.is_total AND named.group_key = line.group_key
WHERE is_total
    OR named.group_is <> 'total'
        AND (opening + loaded + new + returned + moved_in + reread_in + closing > 0 OR broken IS NOT NULL)
ORDER BY is_total, closing DESC, opening DESC, named.group_is, named.group_name COLLATE norwegian, named.group_id;

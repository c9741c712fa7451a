-- title: Numbers of the head-count bridge
-- title nb: Numrene i broen
-- description: The numbers behind the figures of the report bridge, with the same parameters: one row each time a number is counted. See bridge for the definitions.
-- description nb: Numrene bak tallene i rapporten bridge, med de samme parameterne: én rad for hver gang et nummer teller. Definisjonene står ved bridge.
-- parameter: from end default -30d "The opening day (its end) or time." "Åpningsdagen (slutten av den) eller tidspunktet."
-- parameter: to end default now "The closing day (its end) or time." "Sluttdagen (slutten av den) eller tidspunktet."
-- parameter: by text total|account|cost-centre|type|organization default total "The grouping: total, invoice account, cost centre, subscription type, or owning organization." "Grupperingen: i alt, fakturakonto, kostnadssted, abonnementstype eller organisasjonen som eier."
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "The field that holds the cost centre." "Feltet som har kostnadsstedet."
-- parameter: figure text opening|loaded|new|returned|moved-in|moved-out|terminated|gone|reread-in|reread-out|closing|out-and-in-again optional "Only the numbers of this figure. Default: all figures except opening, closing and out-and-in-again." "Bare numrene bak dette tallet. Standard: alle tall unntatt åpning, slutt og out-and-in-again."
-- period: from to
-- column: figure text "The figure that the number is counted in: loaded_count for loaded, moved_in_count for moved-in."
-- column: counted_at instant "When the mirror saw it; for terminated, usually the beginning of the day after valid_to_date; for opening and closing, the end of the day; for out-and-in-again, when it came back."
-- column: msisdn msisdn "The number."
-- column: group_is text "The kind of group it is counted in; see the report bridge."
-- column: group_id id "The number of the account, type or organization."
-- column: group_name text reference "The account's first reference, the name of the type or organization, or the cost centre."
-- column: from_group text reference "The group that it left: the account's number, the type's or organization's name, the cost centre, or what the group is."
-- column: to_group text reference "The group that it came to."
-- words: figure group_is
-- needs: group_name by=cost-centre
WITH
/* see fragments/bridge.sql */
listed AS (
    SELECT figure, at, msisdn, group_key, from_group, to_group
    FROM entry
    WHERE :figure IS NULL OR figure = :figure
    UNION ALL
    SELECT 'opening', :from, msisdn, group_key, group_key, NULL FROM placed WHERE :figure = 'opening' AND was_counted
    UNION ALL
    SELECT 'closing', :to, msisdn, group_key, NULL, group_key
    FROM placed
    WHERE :figure = 'closing' AND at IS NULL AND is_counted
    UNION ALL
    SELECT 'out-and-in-again', entry.at, entry.msisdn, entry.group_key, entry.from_group, entry.to_group
    FROM again
    JOIN entry ON entry.msisdn = again.msisdn AND entry.group_key = again.group_key AND entry.at = again.at AND sign > 0
    WHERE :figure = 'out-and-in-again'
)
SELECT
    figure, at AS counted_at, msisdn, named.group_is, named.group_id, named.group_name,
    (SELECT label FROM named WHERE named.group_key = from_group) AS from_group,
    (SELECT label FROM named WHERE named.group_key = to_group) AS to_group
FROM listed
JOIN named ON named.group_key = listed.group_key
ORDER BY counted_at, msisdn, figure;

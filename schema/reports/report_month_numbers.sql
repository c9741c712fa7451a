-- title: Numbers of a closed month's bridge
-- title nb: Numrene i broen for en avsluttet måned
-- description: The numbers behind the figures of the report month-bridge, as closed.
-- description nb: Numrene bak tallene i rapporten month-bridge, slik måneden ble avsluttet.
-- parameter: month text required "The closed month, such as 2026-10." "Den avsluttede måneden, som 2026-10."
-- parameter: by text total|account|cost-centre|type|organization default total "The grouping: total, invoice account, cost centre, subscription type, or owning organization." "Grupperingen: i alt, fakturakonto, kostnadssted, abonnementstype eller organisasjonen som eier."
-- parameter: figure text restated-in|restated-out|loaded|new|returned|moved-in|moved-out|terminated|gone|reread-in|reread-out optional "Only the numbers of this figure." "Bare numrene bak dette tallet."
-- column: figure text "The figure that the number is counted in."
-- column: msisdn msisdn "The number. Empty: the person has been forgotten since."
-- column: from_group text reference "The group that it counted in before, such as account:70001. Empty: it did not count."
-- column: to_group text reference "The group that it counts in then. Empty: it does not count."
-- column: unusable text "Why there is nothing to show; if set, nothing is written, and the report fails."
-- check: unusable usage "the month has no bridge"
-- words: figure from_group: to_group:
-- needs: to_group by=cost-centre
SELECT figure, msisdn, from_group, to_group, NULL AS unusable
FROM month_event
WHERE month = :month AND grouping = :by AND figure = coalesce(:figure, figure)
UNION ALL
SELECT NULL, NULL, NULL, NULL, :month || ' is not closed: see submirror month list'
WHERE NOT EXISTS (SELECT 1 FROM month_closing WHERE month = :month AND reopened_at IS NULL)
ORDER BY figure, msisdn, from_group, to_group;

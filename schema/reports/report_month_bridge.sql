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
-- column: unusable text "Why there is nothing to show; if set, the report fails."
-- check: unusable "the month has no bridge"
-- needs: group_name by=cost-centre
-- fold: opening_count closing_count adding restated_in_count restated_out_count loaded_count new_count returned_count moved_in_count moved_out_count terminated_count gone_count reread_in_count reread_out_count
-- only: report.cost_centre_map cost_centre_name
SELECT
    group_is, group_id, group_name, opening_count, restated_in_count, restated_out_count, loaded_count, new_count,
    returned_count, moved_in_count, moved_out_count, terminated_count, gone_count, reread_in_count, reread_out_count,
    closing_count,
    iif(group_is = 'cost centre', cost_centre_name(coalesce(group_id, group_name)), NULL) AS cost_centre_name, NULL AS unusable
FROM month_bridge
WHERE month = :month AND grouping = :by
UNION ALL
SELECT
    'total', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    :month || ' is not closed: see submirror month list'
WHERE NOT EXISTS (SELECT 1 FROM month_closing WHERE month = :month AND reopened_at IS NULL)
ORDER BY closing_count DESC, opening_count DESC, group_is, group_name, group_id;

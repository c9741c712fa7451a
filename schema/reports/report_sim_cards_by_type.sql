-- title: SIM cards by type
-- title nb: SIM-kort per type
-- description: SIM cards of living subscriptions by type. sim_card_count adds up to the number of cards; a subscription counts once for each of its types.
-- description nb: SIM-kort for levende abonnementer per type. sim_card_count summerer seg til antallet kort; et abonnement teller én gang for hver av sine typer.
-- column: type text "What kind of card it is, in the API's words. Empty: not known."
-- column: sim_card_count count "How many cards."
-- column: subscription_count count "How many living subscriptions have such a card."
-- column: other_number_count count "Cards with a number of their own, such as twins."
-- column: without_number_count count "Cards whose number is not known, as is usual for data cards."
-- column: without_icc_id_count count "Cards whose printed number (ICCID) is not known."
-- fold: subscription_count adding sim_card_count other_number_count without_number_count without_icc_id_count
SELECT
    type,
    count(*) AS sim_card_count,
    count(DISTINCT msisdn) AS subscription_count,
    sum(coalesce(sim_msisdn <> msisdn, 0)) AS other_number_count,
    sum(sim_msisdn IS NULL) AS without_number_count,
    sum(icc_id IS NULL) AS without_icc_id_count
FROM sim_card
GROUP BY type
ORDER BY sim_card_count DESC, type;

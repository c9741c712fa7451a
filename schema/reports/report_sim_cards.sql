-- title: SIM cards per subscription
-- title nb: SIM-kort per abonnement
-- description: The number and types of the SIM cards of each living subscription, one row per subscription, including those without a known card. Numbers that are gone are left out.
-- description nb: Antallet og typene SIM-kort for hvert levende abonnement, én rad per abonnement, også de uten et kjent kort. Numre som er borte, er utelatt.
-- parameter: at_least integer 0..1000 default 0 "Only subscriptions with at least this many cards." "Bare abonnementer med minst så mange kort."
-- column: msisdn msisdn "The number."
-- column: sim_card_count count "How many cards it has."
-- column: types text "The card types in the API's words, with their number of cards."
-- column: own_number_count count "Cards whose number is the subscription's."
-- column: other_number_count count "Cards with a number of their own, such as twins."
-- column: without_number_count count "Cards whose number is not known, as is usual for data cards."
-- column: without_icc_id_count count "Cards whose printed number (ICCID) is not known."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
WITH counted AS (
    SELECT
        msisdn,
        coalesce(type, 'not known') || ' ' || count(*) AS type,
        count(*) AS sim_card_count,
        sum(sim_msisdn IS msisdn) AS own_number_count,
        sum(sim_msisdn <> msisdn) AS other_number_count,
        sum(sim_msisdn IS NULL) AS without_number_count,
        sum(icc_id IS NULL) AS without_icc_id_count
    FROM sim_card
    GROUP BY msisdn, sim_card.type
)
SELECT
    subscription.msisdn,
    coalesce(sum(counted.sim_card_count), 0) AS sim_card_count,
    group_concat(counted.type, ', ') AS types,
    coalesce(sum(counted.own_number_count), 0) AS own_number_count,
    coalesce(sum(counted.other_number_count), 0) AS other_number_count,
    coalesce(sum(counted.without_number_count), 0) AS without_number_count,
    coalesce(sum(counted.without_icc_id_count), 0) AS without_icc_id_count,
    subscription.account_id, subscription.user_reference1
FROM subscription
LEFT JOIN counted ON counted.msisdn = subscription.msisdn
WHERE subscription.gone_at IS NULL
GROUP BY subscription.msisdn
HAVING coalesce(sum(counted.sim_card_count), 0) >= :at_least
ORDER BY 2 DESC, subscription.msisdn;

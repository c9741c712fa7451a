-- title: Subscriptions by cost centre
-- title nb: Abonnementer per kostnadssted
-- description: Listed subscriptions by cost centre and state. The setting report.cost_centre names the field, and report.cost_centre_pattern extracts the cost centre. Texts that do not match the pattern are one row; missing texts, blank texts and placeholders such as N/A are another. Numbers that are gone are left out; the counts add up to the number of listed subscriptions.
-- description nb: Abonnementer på listen per kostnadssted og tilstand. Innstillingen report.cost_centre sier hvilket felt, og report.cost_centre_pattern henter kostnadsstedet ut av det. Tekster som ikke passer til mønsteret, er én rad; manglende og blanke tekster og ord som N/A er en annen. Numre som er borte, er utelatt; antallene summerer seg til antallet abonnementer på listen.
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "The field that holds the cost centre." "Feltet som har kostnadsstedet."
-- column: cost_centre text reference "What the pattern matched; without a pattern the trimmed text. Empty: see found."
-- column: found text "cost centre; no match: a text that does not fit the pattern; missing: no text, a blank one, or a placeholder such as N/A."
-- column: subscription_count count "Listed subscriptions of the cost centre."
-- column: share_percent percent "Their share of all listed subscriptions; the shares add up to 100."
-- column: in_use_count count "Those in use: active, without an end date."
-- column: barred_count count "Those that are barred."
-- column: on_notice_count count "Those whose last day has not passed."
-- column: ended_count count "Those that have ended and are still listed."
-- column: status_unknown_count count "Those without a known status. These five add up to subscription_count."
-- column: text_count count "Different texts: more than 1 if the cost centre has several spellings."
-- column: cost_centre_name text reference "What report.cost_centre_map calls it. Empty: it is not in the map."
-- column: cost_centre_owner text name "Who answers for it, as the map has it."
-- needs: cost_centre
-- fold: subscription_count adding share_percent in_use_count barred_count on_notice_count ended_count status_unknown_count
-- only: report.cost_centre_map cost_centre_name cost_centre_owner
WITH
-- Materialized, as the state of a number would be found anew for each count of it.
referenced AS MATERIALIZED (
    SELECT
/* see fragments/reference.sql */
        AS reference,
        number.state
    FROM _subscription_state AS number
    LEFT JOIN account ON account.id = number.account_id
    WHERE state <> 'gone'
),
-- By text first, as the different texts of a cost centre are counted.
written AS MATERIALIZED (
    SELECT
        reference, text_is(reference) AS reference_is, count(*) AS subscription_count,
        sum(state = 'in use') AS in_use_count, sum(state = 'barred') AS barred_count,
        sum(state = 'on notice') AS on_notice_count, sum(state = 'ended') AS ended_count,
        sum(state = 'status unknown') AS status_unknown_count
    FROM referenced
    GROUP BY reference
),
-- Materialized, as the cost centre would be found anew for each mention of it.
judged AS MATERIALIZED (
    SELECT
        *,
/* see fragments/cost_centre.sql */
        AS cost_centre
    FROM written
),
counted AS MATERIALIZED (
    SELECT
        cost_centre,
        CASE
            WHEN cost_centre IS NOT NULL THEN 'cost centre'
            WHEN reference_is = 'text' THEN 'no match'
            ELSE 'missing'
        END AS found,
        sum(subscription_count) AS subscription_count,
        sum(in_use_count) AS in_use_count, sum(barred_count) AS barred_count,
        sum(on_notice_count) AS on_notice_count, sum(ended_count) AS ended_count,
        sum(status_unknown_count) AS status_unknown_count,
        count(reference) AS text_count
    FROM judged
    GROUP BY 1, 2
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, found, cost_centre) AS place
    FROM share
)
SELECT
    cost_centre, found, subscription_count, (points + (place <= missing)) / 100.0 AS share_percent,
    in_use_count, barred_count, on_notice_count, ended_count, status_unknown_count, text_count,
    cost_centre_name(cost_centre) AS cost_centre_name, cost_centre_owner(cost_centre) AS cost_centre_owner
FROM ranked
ORDER BY subscription_count DESC, found, cost_centre COLLATE norwegian;

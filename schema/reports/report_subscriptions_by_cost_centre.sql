-- title: Subscriptions by cost centre
-- description: How many living subscriptions each cost centre has. Where it stands is the setting report.cost_centre, and what of the text is the cost centre is report.cost_centre_pattern. Texts that do not fit the pattern are one row, missing and blank ones another. Numbers that are gone are left out; the counts add up to the number of living subscriptions.
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "Which text tells the cost centre."
-- column: cost_centre text "What the pattern found in the text; without a pattern the text itself, without blanks around it. Empty: see found."
-- column: found text "cost centre; no match: a text that does not fit the pattern; missing: no text, or a blank one."
-- column: subscription_count count "Living subscriptions of the cost centre."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: text_count count "How many different texts they have: more than 1 where one cost centre is written in several ways."
-- column: with_end_date_count count "How many of them have an end date, so that they are terminated or will be."
WITH referenced AS (
    SELECT
        CASE :reference
            WHEN 'user_reference1' THEN subscription.user_reference1
            WHEN 'user_reference2' THEN subscription.user_reference2
            WHEN 'user_reference3' THEN subscription.user_reference3
            WHEN 'account_reference1' THEN account.reference1
            WHEN 'account_reference2' THEN account.reference2
            WHEN 'account_reference3' THEN account.reference3
        END AS reference,
        subscription.valid_to_date
    FROM subscription
    LEFT JOIN account ON account.id = subscription.account_id
    WHERE subscription.gone_at IS NULL
),
-- By text first, so that the pattern is tried once on each text.
written AS MATERIALIZED (
    SELECT
        reference,
        count(*) AS subscription_count,
        sum(valid_to_date IS NOT NULL) AS with_end_date_count,
        iif(trim(reference) = '', NULL, trim(cost_centre(reference))) AS cost_centre
    FROM referenced
    GROUP BY reference
)
SELECT
    cost_centre,
    CASE
        WHEN cost_centre IS NOT NULL THEN 'cost centre'
        WHEN reference IS NULL OR trim(reference) = '' THEN 'missing'
        ELSE 'no match'
    END AS found,
    sum(subscription_count) AS subscription_count,
    round(100.0 * sum(subscription_count) / sum(sum(subscription_count)) OVER (), 1) AS share_percent,
    count(reference) AS text_count,
    sum(with_end_date_count) AS with_end_date_count
FROM written
GROUP BY 1, 2
ORDER BY subscription_count DESC, found, cost_centre;

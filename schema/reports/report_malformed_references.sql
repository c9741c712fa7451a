-- title: Malformed references
-- description: The living subscriptions whose text for the cost centre is not as it should be: report.cost_centre_pattern finds nothing in it (without a pattern, this is not looked at), it stands only for a missing one, as N/A does, or it has blanks around it or a line break or tab within. Missing and blank texts are in missing-references; numbers that are gone are left out.
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "Which text to look at."
-- column: msisdn msisdn "The number."
-- column: malformed text "What is wrong, with ; between: no match, placeholder, blanks around, line break or tab."
-- column: reference text "The text, exactly as it was typed."
-- column: same_text_count count "How many living subscriptions have the same text."
-- column: user_name text "First and last name of the user, where it is a person."
-- column: subscription_type text "The type's name."
-- column: account_id id "The invoice account that lists it."
WITH referenced AS (
    SELECT
        subscription.msisdn, subscription.subscription_type_id, subscription.account_id,
        CASE :reference
            WHEN 'user_reference1' THEN subscription.user_reference1
            WHEN 'user_reference2' THEN subscription.user_reference2
            WHEN 'user_reference3' THEN subscription.user_reference3
            WHEN 'account_reference1' THEN account.reference1
            WHEN 'account_reference2' THEN account.reference2
            WHEN 'account_reference3' THEN account.reference3
        END AS reference
    FROM subscription
    LEFT JOIN account ON account.id = subscription.account_id
    WHERE subscription.gone_at IS NULL
),
judged AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY reference) AS same_text_count,
        substr(
            iif(cost_centre(reference) IS NULL, '; no match', '')
            || iif(lower(trim(reference)) IN ('n/a', 'na', '-', '--', '.', '?', '0', 'x', 'xx', 'xxx', 'none',
                'null', 'unknown', 'ingen', 'ukjent', 'mangler'), '; placeholder', '')
            || iif(trim(reference) <> reference, '; blanks around', '')
            || iif(reference GLOB '*[' || char(9, 10, 13) || ']*', '; line break or tab', ''), 3) AS malformed
    FROM referenced
    WHERE trim(reference) <> ''
)
SELECT
    judged.msisdn, judged.malformed, judged.reference, judged.same_text_count,
    nullif(trim(coalesce(party.first_name, '') || ' ' || coalesce(party.last_name, '')), '') AS user_name,
    subscription_type.name AS subscription_type, judged.account_id
FROM judged
LEFT JOIN party ON party.msisdn = judged.msisdn AND party.role = 'user'
LEFT JOIN subscription_type ON subscription_type.id = judged.subscription_type_id
WHERE judged.malformed <> ''
ORDER BY judged.malformed, judged.reference, judged.msisdn;

-- title: Subscriptions by reference
-- description: How many living subscriptions carry each text in one of the three user references, byte for byte: a trailing blank makes another text. Numbers that are gone are left out; the counts add up to the number of living subscriptions.
-- parameter: reference integer 1..3 default 1 "Which of the three user references to count by."
-- column: reference text "The text, exactly as it was typed."
-- column: reference_is text "text; empty: a text without characters; blank: nothing but blanks; none: the API gave no text."
-- column: subscription_count count "Living subscriptions with that text."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: account_count count "How many invoice accounts list them."
-- column: subscription_type_count count "How many types they are of."
WITH referenced AS (
    SELECT
        CASE :reference
            WHEN 1 THEN user_reference1
            WHEN 2 THEN user_reference2
            WHEN 3 THEN user_reference3
        END AS reference,
        account_id, subscription_type_id
    FROM subscription
    WHERE gone_at IS NULL
)
SELECT
    reference,
    CASE
        WHEN reference IS NULL THEN 'none'
        WHEN reference = '' THEN 'empty'
        WHEN trim(reference) = '' THEN 'blank'
        ELSE 'text'
    END AS reference_is,
    count(*) AS subscription_count,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS share_percent,
    count(DISTINCT account_id) AS account_count,
    count(DISTINCT subscription_type_id) AS subscription_type_count
FROM referenced
GROUP BY reference
ORDER BY subscription_count DESC, reference;

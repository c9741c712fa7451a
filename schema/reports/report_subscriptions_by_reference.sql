-- title: Subscriptions by reference
-- description: How many subscriptions carry each user reference, numbers that are gone left out.
-- parameter: reference integer 1..3 default 1 "Which of the three user references to count by."
SELECT
    CASE :reference
        WHEN 1 THEN user_reference1
        WHEN 2 THEN user_reference2
        WHEN 3 THEN user_reference3
    END AS reference,
    count(*) AS subscription_count,
    count(DISTINCT account_id) AS account_count,
    count(DISTINCT subscription_type_id) AS subscription_type_count
FROM subscription
WHERE gone_at IS NULL
GROUP BY 1
ORDER BY subscription_count DESC, 1;

-- title: Add-ons
-- description: How widely each add-on product is spread over the living subscriptions. A subscription counts under every product that it has, so subscription_count does not add up; add_on_count does, to the number of add-ons. Subscriptions without any add-on are not here.
-- column: product_id id "The API's number of the product."
-- column: add_on text "The product's name; where it is spelled in several ways, the last of them in the alphabet."
-- column: add_on_count count "How often it stands on a living subscription, twice on the same one counted twice."
-- column: subscription_count count "How many living subscriptions have it."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: standing_twice_count count "How many of them have it more than once."
-- column: with_end_date_count count "How many of the add-ons have an end date."
-- column: next_end_date date "The first of these end dates, past ones included."
-- column: cancellable_count count "How many of the add-ons may be cancelled."
-- column: not_cancellable_count count "How many may not; of the others the API did not say."
-- fold: subscription_count adding add_on_count
SELECT
    -- Occurrences are counted from 1: who has the product has one that is 1, who has it twice one that is 2.
    product_id,
    max(name) AS add_on,
    count(*) AS add_on_count,
    sum(occurrence = 1) AS subscription_count,
    round(100.0 * sum(occurrence = 1) / (SELECT count(*) FROM subscription WHERE gone_at IS NULL), 1)
        AS share_percent,
    sum(occurrence = 2) AS standing_twice_count,
    count(valid_to) AS with_end_date_count,
    min(valid_to) AS next_end_date,
    sum(cancellable IS 1) AS cancellable_count,
    sum(cancellable IS 0) AS not_cancellable_count
FROM add_on
GROUP BY product_id
ORDER BY subscription_count DESC, product_id;

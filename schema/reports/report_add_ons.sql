-- title: Add-ons
-- title nb: Tilleggstjenester
-- description: How many living subscriptions have each add-on product. A subscription counts once for each of its products, so subscription_count does not add up; add_on_count adds up to the number of add-ons. Subscriptions without add-ons are not listed.
-- description nb: Hvor mange levende abonnementer som har hver tilleggstjeneste. Et abonnement teller én gang for hver av sine tjenester, så subscription_count summerer seg ikke; add_on_count summerer seg til antallet tilleggstjenester. Abonnementer uten tilleggstjenester er ikke med.
-- column: product_id id "The API's number of the product."
-- column: add_on text "The product's name; if it has several spellings, the alphabetically last."
-- column: add_on_count count "Add-ons of this product on living subscriptions; two on one subscription count twice."
-- column: subscription_count count "Living subscriptions that have it."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: standing_twice_count count "Those that have it more than once."
-- column: with_end_date_count count "How many of the add-ons have an end date."
-- column: next_end_date date "The earliest of these end dates, past ones included."
-- column: cancellable_count count "How many of the add-ons may be cancelled."
-- column: not_cancellable_count count "Those that may not be cancelled; for the rest the API did not say."
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

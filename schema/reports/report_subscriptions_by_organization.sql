-- title: Subscriptions by organization
-- description: How many living subscriptions each organization owns, pays for or uses. A person who acts for an organization counts with it; who has none is in a row for persons, and where no party is known in a row of their own. Numbers that are gone are left out; the counts add up to the number of living subscriptions.
-- parameter: role text owner|payer|user default owner "What the organization has to do with the subscription."
-- column: org_number id "The organization's number. Empty: see party."
-- column: organization text "The organization's name."
-- column: party text "organization; person: one without an organization; organization without number; or not known."
-- column: subscription_count count "Living subscriptions of the organization."
-- column: share_percent percent "Their share of all living subscriptions."
-- column: account_count count "How many invoice accounts list them."
-- column: with_end_date_count count "How many of them have an end date, so that they are terminated or will be."
SELECT
    party.org_number,
    organization.name AS organization,
    CASE
        WHEN party.org_number IS NOT NULL THEN 'organization'
        WHEN party.kind = 'person' THEN 'person'
        WHEN party.kind = 'organization' THEN 'organization without number'
        ELSE 'not known'
    END AS party,
    count(*) AS subscription_count,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS share_percent,
    count(DISTINCT subscription.account_id) AS account_count,
    sum(subscription.valid_to_date IS NOT NULL) AS with_end_date_count
FROM subscription
LEFT JOIN party ON party.msisdn = subscription.msisdn AND party.role = :role
LEFT JOIN organization ON organization.org_number = party.org_number
WHERE subscription.gone_at IS NULL
GROUP BY 1, 3
ORDER BY subscription_count DESC, 1, 3;

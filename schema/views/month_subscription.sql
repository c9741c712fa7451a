-- The subscriptions that a month was closed with: a row for each, of closings that stand.
CREATE VIEW month_subscription AS
SELECT
    closing.month, number.msisdn, row.state,
    CAST(iif(type.value GLOB 'type:*', substr(type.value, 6), NULL) AS INTEGER) AS subscription_type_id,
    iif(centre.value GLOB 'cost centre:*', substr(centre.value, 13), NULL) AS cost_centre,
    iif(account.value GLOB 'account:*', substr(account.value, 9), NULL) AS account_id,
    iif(owner.value GLOB 'organization:*', substr(owner.value, 14), NULL) AS owner_org_number,
    row.valid_from_date, row.valid_to_date
FROM month_closing AS closing
CROSS JOIN _month_subscription AS row ON row.closing = closing.id
LEFT JOIN _number AS number ON number.id = row.number
JOIN _month_group AS type ON type.id = row.type
JOIN _month_group AS centre ON centre.id = row.cost_centre
JOIN _month_group AS account ON account.id = row.account
JOIN _month_group AS owner ON owner.id = row.organization
WHERE closing.reopened_at IS NULL;

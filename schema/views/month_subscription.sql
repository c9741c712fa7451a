-- The subscriptions with which a month was closed: one row each, of standing closings.
CREATE VIEW month_subscription AS
SELECT
    closing.month, number.msisdn, subscription.state,
    CAST(iif(instr(type.value, 'type:') = 1, substr(type.value, 6), NULL) AS INTEGER) AS subscription_type_id,
    iif(instr(centre.value, 'cost centre:') = 1, substr(centre.value, 13), NULL) AS cost_centre,
    iif(instr(account.value, 'account:') = 1, substr(account.value, 9), NULL) AS account_id,
    iif(instr(owner.value, 'organization:') = 1, substr(owner.value, 14), NULL) AS owner_org_number,
    subscription.valid_from_date, subscription.valid_to_date
FROM month_closing AS closing
CROSS JOIN _month_subscription AS subscription
LEFT JOIN _number AS number ON number.id = subscription.number
JOIN _month_group AS type ON type.id = subscription.type
JOIN _month_group AS centre ON centre.id = subscription.cost_centre
JOIN _month_group AS account ON account.id = subscription.account
JOIN _month_group AS owner ON owner.id = subscription.organization
WHERE subscription.closing = closing.id AND closing.reopened_at IS NULL;

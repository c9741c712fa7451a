-- One wide row for each number that the API lists, for a spreadsheet; numbers that are
-- gone are only in subscription.
-- count(1), ltrim and rtrim: DuckDB parses a view's text itself and has SQLite run its own wording of it, in
-- which count(*) and trim() become functions that SQLite does not have.
CREATE VIEW subscription_flat AS
SELECT
    subscription.msisdn, subscription.state, subscription.status,
    subscription.subscription_type_id, subscription_type.name AS subscription_type,
    subscription_type.payment_type, subscription_type.access_type,
    subscription.user_reference1, subscription.user_reference2, subscription.user_reference3,
    subscription.valid_from_date, subscription.valid_to_date,
    subscription.account_id, account.reference1 AS account_reference1,
    party_user.kind AS user_kind,
    nullif(rtrim(ltrim(coalesce(party_user.first_name, '') || ' ' || coalesce(party_user.middle_name || ' ', '')
        || coalesce(party_user.last_name, ''))), '') AS user_name,
    coalesce(user_organization.name, party_user.organization_name) AS user_organization,
    nullif(rtrim(ltrim(coalesce(party_payer.first_name, '') || ' ' || coalesce(party_payer.middle_name || ' ', '')
        || coalesce(party_payer.last_name, ''))), '') AS payer_name,
    coalesce(payer_organization.name, party_payer.organization_name) AS payer_organization,
    party_owner.org_number AS owner_org_number,
    coalesce(owner_organization.name, party_owner.organization_name) AS owner_organization,
    (SELECT count(1) FROM sim_card WHERE sim_card.msisdn = subscription.msisdn) AS sim_card_count,
    (SELECT count(1) FROM add_on WHERE add_on.msisdn = subscription.msisdn) AS add_on_count,
    (SELECT group_concat(name, '; ') FROM (
        SELECT coalesce(add_on.name, add_on.product_id) AS name FROM add_on
        WHERE add_on.msisdn = subscription.msisdn ORDER BY add_on.product_id, add_on.occurrence
    )) AS add_on_names,
    subscription.first_seen_at, subscription.changed_at, subscription.verified_at
FROM _subscription_state AS subscription
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
LEFT JOIN account ON account.id = subscription.account_id
LEFT JOIN party AS party_user ON party_user.msisdn = subscription.msisdn AND party_user.role = 'user'
LEFT JOIN organization AS user_organization ON user_organization.org_number = party_user.org_number
LEFT JOIN party AS party_payer ON party_payer.msisdn = subscription.msisdn AND party_payer.role = 'payer'
LEFT JOIN organization AS payer_organization ON payer_organization.org_number = party_payer.org_number
LEFT JOIN party AS party_owner ON party_owner.msisdn = subscription.msisdn AND party_owner.role = 'owner'
LEFT JOIN organization AS owner_organization ON owner_organization.org_number = party_owner.org_number
WHERE subscription.gone_at IS NULL;

-- What changed, derived from the versions: it is written nowhere.
-- A number that comes or goes is one row (field NULL); its parties, SIM cards, settings and add-ons, which come
-- and go with it, are not repeated. To look at a period, say also which numbers changed since, which is fast:
--   WHERE msisdn IN (SELECT msisdn FROM subscription WHERE changed_at >= :from) AND observed_at >= :from
-- For that, every branch gives each column the same affinity (hence the CASTs), and what stands in several of them
-- is not materialized: only then does SQLite take the condition into the branches, to the numbers it names.
CREATE VIEW change AS
WITH
-- When a number came (again), and when it went.
arrival AS NOT MATERIALIZED (
    SELECT version.msisdn, version.observed_from AS observed_at
    FROM _subscription_version AS version
    LEFT JOIN _subscription_version AS before
        ON before.msisdn = version.msisdn AND before.observed_to = version.observed_from
    WHERE version.gone_at IS NULL AND (before.msisdn IS NULL OR before.gone_at IS NOT NULL)
),
departure AS NOT MATERIALIZED (
    SELECT version.msisdn, version.observed_from AS observed_at
    FROM _subscription_version AS version
    JOIN _subscription_version AS before
        ON before.msisdn = version.msisdn AND before.observed_to = version.observed_from
    WHERE version.gone_at IS NOT NULL AND before.gone_at IS NULL
)
SELECT observed_at, msisdn, 'subscription' AS relation, CAST(msisdn AS TEXT) AS item, CAST(NULL AS TEXT) AS field,
    CAST(NULL AS TEXT) AS old_value, CAST(NULL AS TEXT) AS new_value, 'added' AS kind
FROM arrival
UNION ALL
SELECT observed_at, msisdn, 'subscription', CAST(msisdn AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM departure
UNION ALL
SELECT after.observed_from, after.msisdn, 'subscription', CAST(after.msisdn AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'status' THEN before.status
        WHEN 'subscription_type_id' THEN before.subscription_type_id
        WHEN 'user_reference1' THEN before.user_reference1
        WHEN 'user_reference2' THEN before.user_reference2
        WHEN 'user_reference3' THEN before.user_reference3
        WHEN 'valid_from_date' THEN before.valid_from_date
        WHEN 'valid_to_date' THEN before.valid_to_date
        WHEN 'account_id' THEN before.account_id END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'status' THEN after.status
        WHEN 'subscription_type_id' THEN after.subscription_type_id
        WHEN 'user_reference1' THEN after.user_reference1
        WHEN 'user_reference2' THEN after.user_reference2
        WHEN 'user_reference3' THEN after.user_reference3
        WHEN 'valid_from_date' THEN after.valid_from_date
        WHEN 'valid_to_date' THEN after.valid_to_date
        WHEN 'account_id' THEN after.account_id END AS TEXT),
    'changed'
FROM _subscription_version AS after
JOIN _subscription_version AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from
JOIN (VALUES ('status'), ('subscription_type_id'), ('user_reference1'), ('user_reference2'), ('user_reference3'), ('valid_from_date'), ('valid_to_date'), ('account_id')) AS compared
WHERE after.gone_at IS NULL AND before.gone_at IS NULL AND CASE compared.column1
        WHEN 'status' THEN before.status IS NOT after.status
        WHEN 'subscription_type_id' THEN before.subscription_type_id IS NOT after.subscription_type_id
        WHEN 'user_reference1' THEN before.user_reference1 IS NOT after.user_reference1
        WHEN 'user_reference2' THEN before.user_reference2 IS NOT after.user_reference2
        WHEN 'user_reference3' THEN before.user_reference3 IS NOT after.user_reference3
        WHEN 'valid_from_date' THEN before.valid_from_date IS NOT after.valid_from_date
        WHEN 'valid_to_date' THEN before.valid_to_date IS NOT after.valid_to_date
        WHEN 'account_id' THEN before.account_id IS NOT after.account_id END
UNION ALL
SELECT after.observed_from, after.msisdn, 'party', CAST(after.role AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'kind' THEN before.kind
        WHEN 'first_name' THEN before.first_name
        WHEN 'middle_name' THEN before.middle_name
        WHEN 'last_name' THEN before.last_name
        WHEN 'birth_date' THEN before.birth_date
        WHEN 'org_number' THEN before.org_number
        WHEN 'organization_name' THEN before.organization_name END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'kind' THEN after.kind
        WHEN 'first_name' THEN after.first_name
        WHEN 'middle_name' THEN after.middle_name
        WHEN 'last_name' THEN after.last_name
        WHEN 'birth_date' THEN after.birth_date
        WHEN 'org_number' THEN after.org_number
        WHEN 'organization_name' THEN after.organization_name END AS TEXT),
    'changed'
FROM party_history AS after
JOIN party_history AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.role = after.role
JOIN (VALUES ('kind'), ('first_name'), ('middle_name'), ('last_name'), ('birth_date'), ('org_number'),
    ('organization_name')) AS compared
WHERE CASE compared.column1
        WHEN 'kind' THEN before.kind IS NOT after.kind
        WHEN 'first_name' THEN before.first_name IS NOT after.first_name
        WHEN 'middle_name' THEN before.middle_name IS NOT after.middle_name
        WHEN 'last_name' THEN before.last_name IS NOT after.last_name
        WHEN 'birth_date' THEN before.birth_date IS NOT after.birth_date
        WHEN 'org_number' THEN before.org_number IS NOT after.org_number
        WHEN 'organization_name' THEN before.organization_name IS NOT after.organization_name END
UNION ALL
SELECT after.observed_from, after.msisdn, 'party', CAST(after.role AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(after.kind AS TEXT), 'added'
FROM party_history AS after
WHERE NOT EXISTS (
        SELECT 1 FROM party_history AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = after.observed_from
            AND before.role = after.role)
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.observed_at = after.observed_from)
UNION ALL
SELECT before.observed_to, before.msisdn, 'party', CAST(before.role AS TEXT), CAST(NULL AS TEXT), CAST(before.kind AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM party_history AS before
WHERE before.observed_to IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM party_history AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = before.observed_to
            AND after.role = before.role)
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.observed_at = before.observed_to)
UNION ALL
SELECT after.observed_from, after.msisdn, 'sim_card', CAST(coalesce(after.icc_id, after.sim_msisdn) || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'sim_msisdn' THEN before.sim_msisdn
        WHEN 'type' THEN before.type END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'sim_msisdn' THEN after.sim_msisdn
        WHEN 'type' THEN after.type END AS TEXT),
    'changed'
FROM sim_card_history AS after
JOIN sim_card_history AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.icc_id IS after.icc_id AND before.occurrence = after.occurrence AND (before.icc_id IS NOT NULL OR before.sim_msisdn IS after.sim_msisdn)
JOIN (VALUES ('sim_msisdn'), ('type')) AS compared
WHERE CASE compared.column1
        WHEN 'sim_msisdn' THEN before.sim_msisdn IS NOT after.sim_msisdn
        WHEN 'type' THEN before.type IS NOT after.type END
UNION ALL
SELECT after.observed_from, after.msisdn, 'sim_card', CAST(coalesce(after.icc_id, after.sim_msisdn) || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(after.type AS TEXT), 'added'
FROM sim_card_history AS after
WHERE NOT EXISTS (
        SELECT 1 FROM sim_card_history AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = after.observed_from
            AND before.icc_id IS after.icc_id AND before.occurrence = after.occurrence AND (before.icc_id IS NOT NULL OR before.sim_msisdn IS after.sim_msisdn))
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.observed_at = after.observed_from)
UNION ALL
SELECT before.observed_to, before.msisdn, 'sim_card', CAST(coalesce(before.icc_id, before.sim_msisdn) || iif(before.occurrence > 1, '#' || before.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(before.type AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM sim_card_history AS before
WHERE before.observed_to IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM sim_card_history AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = before.observed_to
            AND after.icc_id IS before.icc_id AND after.occurrence = before.occurrence AND (after.icc_id IS NOT NULL OR after.sim_msisdn IS before.sim_msisdn))
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.observed_at = before.observed_to)
UNION ALL
SELECT after.observed_from, after.msisdn, 'setting', CAST(after.setting_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN before.name
        WHEN 'active' THEN before.active
        WHEN 'can_activate' THEN before.can_activate
        WHEN 'can_deactivate' THEN before.can_deactivate END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN after.name
        WHEN 'active' THEN after.active
        WHEN 'can_activate' THEN after.can_activate
        WHEN 'can_deactivate' THEN after.can_deactivate END AS TEXT),
    'changed'
FROM setting_history AS after
JOIN setting_history AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.setting_id = after.setting_id AND before.occurrence = after.occurrence
JOIN (VALUES ('name'), ('active'), ('can_activate'), ('can_deactivate')) AS compared
WHERE CASE compared.column1
        WHEN 'name' THEN before.name IS NOT after.name
        WHEN 'active' THEN before.active IS NOT after.active
        WHEN 'can_activate' THEN before.can_activate IS NOT after.can_activate
        WHEN 'can_deactivate' THEN before.can_deactivate IS NOT after.can_deactivate END
UNION ALL
SELECT after.observed_from, after.msisdn, 'setting', CAST(after.setting_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(after.name AS TEXT), 'added'
FROM setting_history AS after
WHERE NOT EXISTS (
        SELECT 1 FROM setting_history AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = after.observed_from
            AND before.setting_id = after.setting_id AND before.occurrence = after.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.observed_at = after.observed_from)
UNION ALL
SELECT before.observed_to, before.msisdn, 'setting', CAST(before.setting_id || iif(before.occurrence > 1, '#' || before.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(before.name AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM setting_history AS before
WHERE before.observed_to IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM setting_history AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = before.observed_to
            AND after.setting_id = before.setting_id AND after.occurrence = before.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.observed_at = before.observed_to)
UNION ALL
SELECT after.observed_from, after.msisdn, 'add_on', CAST(after.product_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN before.name
        WHEN 'cancellable' THEN before.cancellable
        WHEN 'valid_to' THEN before.valid_to END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN after.name
        WHEN 'cancellable' THEN after.cancellable
        WHEN 'valid_to' THEN after.valid_to END AS TEXT),
    'changed'
FROM add_on_history AS after
JOIN add_on_history AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.product_id = after.product_id AND before.occurrence = after.occurrence
JOIN (VALUES ('name'), ('cancellable'), ('valid_to')) AS compared
WHERE CASE compared.column1
        WHEN 'name' THEN before.name IS NOT after.name
        WHEN 'cancellable' THEN before.cancellable IS NOT after.cancellable
        WHEN 'valid_to' THEN before.valid_to IS NOT after.valid_to END
UNION ALL
SELECT after.observed_from, after.msisdn, 'add_on', CAST(after.product_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(after.name AS TEXT), 'added'
FROM add_on_history AS after
WHERE NOT EXISTS (
        SELECT 1 FROM add_on_history AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = after.observed_from
            AND before.product_id = after.product_id AND before.occurrence = after.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.observed_at = after.observed_from)
UNION ALL
SELECT before.observed_to, before.msisdn, 'add_on', CAST(before.product_id || iif(before.occurrence > 1, '#' || before.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(before.name AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM add_on_history AS before
WHERE before.observed_to IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM add_on_history AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = before.observed_to
            AND after.product_id = before.product_id AND after.occurrence = before.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.observed_at = before.observed_to);

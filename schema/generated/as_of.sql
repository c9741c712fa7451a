-- Made from the registry of relations (RelationRegistry), for reading. Nothing here is run.

-- Every version of every subscription that had begun.
-- Of a version that was not over, the mirror has only the last changed_at and verified_at. Where that is of later,
-- changed_at is the last beginning or end of a version then (a change of a relation without history leaves none),
-- and verified_at is not known.
CREATE TEMP VIEW subscription_history AS
SELECT
    version.msisdn, version.status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at,
    CASE
        WHEN coalesce(version.changed_at, number.changed_at) < (SELECT instant FROM _as_of)
            THEN coalesce(version.changed_at, number.changed_at)
        ELSE (
            SELECT max(at) FROM (
                SELECT max(before.observed_from) AS at FROM _subscription_version AS before
                WHERE before.msisdn = version.msisdn AND before.observed_from <= version.observed_from
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, ''))) FROM party_history
                WHERE party_history.msisdn = version.msisdn
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, ''))) FROM sim_card_history
                WHERE sim_card_history.msisdn = version.msisdn
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, ''))) FROM setting_history
                WHERE setting_history.msisdn = version.msisdn
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, ''))) FROM add_on_history
                WHERE add_on_history.msisdn = version.msisdn))
    END AS changed_at,
    CASE
        WHEN coalesce(version.verified_at, number.verified_at) < (SELECT instant FROM _as_of)
            THEN coalesce(version.verified_at, number.verified_at)
    END AS verified_at,
    version.gone_at, version.gone_reason,
    version.observed_from,
    CAST(iif(version.observed_to < (SELECT instant FROM _as_of), version.observed_to, NULL) AS TEXT)
        AS observed_to
FROM main._subscription_version AS version
JOIN main._subscription AS number ON number.msisdn = version.msisdn
WHERE version.observed_from < (SELECT instant FROM _as_of);

CREATE TEMP VIEW party_history AS
SELECT
    msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.party_history
WHERE observed_from < (SELECT instant FROM _as_of);

CREATE TEMP VIEW sim_card_history AS
SELECT
    msisdn, icc_id, occurrence, sim_msisdn, type, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.sim_card_history
WHERE observed_from < (SELECT instant FROM _as_of);

CREATE TEMP VIEW setting_history AS
SELECT
    msisdn, setting_id, occurrence, name, active, can_activate, can_deactivate, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.setting_history
WHERE observed_from < (SELECT instant FROM _as_of);

CREATE TEMP VIEW add_on_history AS
SELECT
    msisdn, product_id, occurrence, name, cancellable, valid_to, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.add_on_history
WHERE observed_from < (SELECT instant FROM _as_of);

CREATE TEMP VIEW subscription_binding AS
SELECT * FROM main.subscription_binding WHERE no_history('subscription_binding');

CREATE TEMP VIEW add_on_binding AS
SELECT * FROM main.add_on_binding WHERE no_history('add_on_binding');

CREATE TEMP VIEW subscription_usage_quota AS
SELECT * FROM main.subscription_usage_quota WHERE no_history('subscription_usage_quota');

CREATE TEMP VIEW add_on_usage_quota AS
SELECT * FROM main.add_on_usage_quota WHERE no_history('add_on_usage_quota');

CREATE TEMP VIEW add_on_order_type AS
SELECT * FROM main.add_on_order_type WHERE no_history('add_on_order_type');

CREATE TEMP VIEW orderable_add_on AS
SELECT * FROM main.orderable_add_on WHERE no_history('orderable_add_on');

CREATE TEMP VIEW anomaly AS
SELECT * FROM main.anomaly WHERE no_history('anomaly');

CREATE TEMP VIEW quarantine AS
SELECT * FROM main.quarantine WHERE no_history('quarantine');

-- Made from the registry of relations (RelationRegistry), for reading. Nothing here is run.

-- Every version of every subscription that had begun.
-- For a version that was not over, the mirror has only the latest changed_at and verified_at. If that is
-- later than the moment, changed_at is the last beginning or end of a version before it (a change of a
-- relation without history leaves none), and verified_at is unknown.
CREATE TEMP VIEW subscription_history AS
SELECT
    number.msisdn, status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at,
    CASE
        WHEN coalesce(version.changed_at, number.changed_at) < (SELECT instant FROM _as_of)
            THEN coalesce(version.changed_at, number.changed_at)
        ELSE (
            SELECT text FROM _instant WHERE second = (
                SELECT max(at) FROM (
                    SELECT max(before.observed_from) AS at FROM _number_version AS before
                    WHERE before.number = version.number AND before.observed_from <= version.observed_from
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, 0))) FROM _party_version
                WHERE _party_version.msisdn = number.msisdn
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, 0))) FROM _sim_card_version
                WHERE _sim_card_version.msisdn = number.msisdn
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, 0))) FROM _setting_version
                WHERE _setting_version.msisdn = number.msisdn
                UNION ALL
                SELECT max(max(observed_from, coalesce(observed_to, 0))) FROM _add_on_version
                WHERE _add_on_version.msisdn = number.msisdn)))
    END AS changed_at,
    CASE
        WHEN coalesce(version.verified_at, number.verified_at) < (SELECT instant FROM _as_of)
            THEN coalesce(version.verified_at, number.verified_at)
    END AS verified_at,
    version.gone_at, version.gone_reason,
    began.text AS observed_from, ended.text AS observed_to
FROM main._number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
JOIN _instant AS began ON began.second = version.observed_from
LEFT JOIN _instant AS ended
    ON ended.second = version.observed_to AND version.observed_to < (SELECT second FROM _as_of)
WHERE version.observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _party_version AS
SELECT
    msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._party_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _sim_card_version AS
SELECT
    msisdn, icc_id, occurrence, sim_msisdn, type, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._sim_card_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _setting_version AS
SELECT
    msisdn, setting_id, occurrence, name, active, can_activate, can_deactivate, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._setting_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _add_on_version AS
SELECT
    msisdn, product_id, occurrence, name, cancellable, valid_to, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._add_on_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_account_version AS
SELECT
    subscriber, account_type, account_id, account_status, rate_plan_id, birth_date, expires_at, data_balance, data_balance_expires_at, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_account_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_money_balance_version AS
SELECT
    subscriber, record, balance_type, occurrence, amount, currency, expires_at, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_money_balance_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_plan_version AS
SELECT
    subscriber, plan_id, occurrence, expires_at, applications, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_plan_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_plan_gauge_version AS
SELECT
    subscriber, plan_id, plan_occurrence, unit, occurrence, quota, remaining, is_unlimited, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_plan_gauge_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_state_version AS
SELECT
    subscriber, subscriber_state, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_state_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_offer_version AS
SELECT
    subscriber, plan_id, occurrence, type, cost, currency, fund_source, offer_context, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_offer_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_offer_quota_version AS
SELECT
    subscriber, plan_id, offer_occurrence, unit, occurrence, quota, is_unlimited, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_offer_quota_version
WHERE observed_from < (SELECT second FROM _as_of);

CREATE TEMP VIEW _millom_text_version AS
SELECT
    subscriber, owner, plan_id, owner_occurrence, field, language, occurrence, text, observed_from,
    iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
FROM main._millom_text_version
WHERE observed_from < (SELECT second FROM _as_of);

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

CREATE TEMP VIEW month_closing AS
SELECT * FROM main.month_closing WHERE no_history('month_closing');

CREATE TEMP VIEW month_subscription AS
SELECT * FROM main.month_subscription WHERE no_history('month_subscription');

CREATE TEMP VIEW month_bridge AS
SELECT * FROM main.month_bridge WHERE no_history('month_bridge');

CREATE TEMP VIEW month_event AS
SELECT * FROM main.month_event WHERE no_history('month_event');

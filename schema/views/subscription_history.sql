-- Every version of every subscription.
CREATE VIEW subscription_history AS
SELECT
    version.msisdn, version.status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at,
    coalesce(version.changed_at, number.changed_at) AS changed_at,
    coalesce(version.verified_at, number.verified_at) AS verified_at,
    version.gone_at, version.gone_reason,
    version.observed_from, version.observed_to
FROM _subscription_version AS version
JOIN _subscription AS number ON number.msisdn = version.msisdn;

-- Every version of every subscription.
CREATE VIEW subscription_history AS
SELECT
    number.msisdn, status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at,
    coalesce(version.changed_at, number.changed_at) AS changed_at,
    coalesce(version.verified_at, number.verified_at) AS verified_at,
    version.gone_at, version.gone_reason,
    began.text AS observed_from, ended.text AS observed_to
FROM _number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
JOIN _instant AS began ON began.second = version.observed_from
LEFT JOIN _instant AS ended ON ended.second = version.observed_to;

-- Every version of a subscription as stored: changed_at and verified_at are NULL while it is open.
CREATE VIEW _subscription_version AS
SELECT
    number.msisdn, began.text AS observed_from, ended.text AS observed_to,
    status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    version.gone_at, version.gone_reason, version.changed_at, version.verified_at
FROM _number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
JOIN _instant AS began ON began.second = version.observed_from
LEFT JOIN _instant AS ended ON ended.second = version.observed_to;

-- Every number ever seen, in its current state: its version without an end.
CREATE VIEW subscription AS
SELECT
    number.msisdn, status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at, number.changed_at, number.verified_at, version.gone_at, version.gone_reason
FROM _number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
WHERE version.observed_to IS NULL;

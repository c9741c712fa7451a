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
/* for each relation with versions: see Relation+Views.swift */)))
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

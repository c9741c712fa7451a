-- The changes, derived from the versions and not stored. They begin where the past can be told: before that, a version may seem to
-- have been added whose predecessor was removed.
-- A number that comes or goes is one row (field NULL); its parties, SIM cards, settings and add-ons, which
-- come and go with it, are not repeated. For a period, also state which numbers changed since, which is fast:
--   WHERE msisdn IN (SELECT msisdn FROM subscription WHERE changed_at >= :from) AND observed_at >= :from
-- For that, every branch gives each column the same affinity (hence the CASTs) and begins with the numbers,
-- and parts used by several branches are not materialized: only then does SQLite push the condition into the
-- branches, down to the numbers it names. CROSS JOIN keeps that order, and keeps SQLite from reading all
-- versions once for each compared column.
CREATE VIEW change AS
WITH
-- When a number came (again), and when it went.
arrival AS NOT MATERIALIZED (
    SELECT number.msisdn, version.observed_from AS second
    FROM _number AS number
    CROSS JOIN _number_version AS version ON version.number = number.id
    LEFT JOIN _number_version AS before
        ON before.number = version.number AND before.observed_to = version.observed_from
    WHERE version.gone_at IS NULL AND (before.number IS NULL OR before.gone_at IS NOT NULL)
        AND version.observed_from >= (SELECT second FROM _history_floor)
),
departure AS NOT MATERIALIZED (
    SELECT number.msisdn, version.observed_from AS second
    FROM _number AS number
    CROSS JOIN _number_version AS version ON version.number = number.id
    JOIN _number_version AS before
        ON before.number = version.number AND before.observed_to = version.observed_from
    WHERE version.gone_at IS NOT NULL AND before.gone_at IS NULL
        AND version.observed_from >= (SELECT second FROM _history_floor)
)
SELECT (SELECT text FROM _instant WHERE second = arrival.second) AS observed_at, msisdn, 'subscription' AS relation,
    CAST(msisdn AS TEXT) AS item, CAST(NULL AS TEXT) AS field, CAST(NULL AS TEXT) AS old_value,
    CAST(NULL AS TEXT) AS new_value, 'added' AS kind
FROM arrival
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = departure.second), msisdn, 'subscription', CAST(msisdn AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM departure
/* for each relation with versions: see Relation+Views.swift */;

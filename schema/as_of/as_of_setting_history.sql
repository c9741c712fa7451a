-- The versions of each setting that had begun; those that were not over yet have no end.
CREATE TEMP VIEW setting_history AS
SELECT
    msisdn, setting_id, occurrence, name, active, can_activate, can_deactivate, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.setting_history
WHERE observed_from < (SELECT instant FROM _as_of);

-- The versions of each SIM card that had begun; those that were not over yet have no end.
CREATE TEMP VIEW sim_card_history AS
SELECT
    msisdn, icc_id, occurrence, sim_msisdn, type, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.sim_card_history
WHERE observed_from < (SELECT instant FROM _as_of);

-- The versions of each party that had begun; those that were not over yet have no end.
CREATE TEMP VIEW party_history AS
SELECT
    msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name,
    observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.party_history
WHERE observed_from < (SELECT instant FROM _as_of);

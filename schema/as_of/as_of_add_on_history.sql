-- The versions of each add-on that had begun; those that were not over yet have no end.
CREATE TEMP VIEW add_on_history AS
SELECT
    msisdn, product_id, occurrence, name, cancellable, valid_to, observed_from,
    CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
FROM main.add_on_history
WHERE observed_from < (SELECT instant FROM _as_of);

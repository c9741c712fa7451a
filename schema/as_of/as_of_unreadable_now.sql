-- The values that could not be read at the moment.
CREATE TEMP VIEW _unreadable_now AS
SELECT msisdn, path, count
FROM main._unreadable_history
WHERE observed_from < (SELECT instant FROM _as_of) AND coalesce(observed_to, '9999') >= (SELECT instant FROM _as_of);

-- The values that could not be read at the moment.
CREATE TEMP VIEW _unreadable_now AS
SELECT msisdn, path AS path_id, count
FROM main._unreadable_version
WHERE observed_from < (SELECT second FROM _as_of)
    AND (observed_to IS NULL OR observed_to >= (SELECT second FROM _as_of));

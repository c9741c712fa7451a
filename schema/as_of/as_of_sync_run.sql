-- The runs that had begun. Only the beginning is known of a run that had not ended.
CREATE TEMP VIEW sync_run AS
SELECT
    id, source, kind, started_at, iif(was_over, finished_at, NULL) AS finished_at,
    iif(was_over, outcome, NULL) AS outcome,
    iif(was_over, requests, NULL) AS requests, iif(was_over, throttled, NULL) AS throttled,
    iif(was_over, fetched, NULL) AS fetched, iif(was_over, changed, NULL) AS changed,
    iif(was_over, gone, NULL) AS gone, iif(was_over, quarantined, NULL) AS quarantined,
    iif(was_over, refreshed, NULL) AS refreshed, iif(was_over, missed, NULL) AS missed,
    iif(was_over, error, NULL) AS error, version
FROM (
    SELECT
        *,
        -- One that was killed has no end: it was over at the latest when another of its source began.
        coalesce(finished_at, (
            SELECT next.started_at FROM main.sync_run AS next
            WHERE next.id > run.id AND next.source = run.source ORDER BY next.id LIMIT 1))
            < (SELECT instant FROM _as_of) AS was_over
    FROM main.sync_run AS run
    WHERE started_at < (SELECT instant FROM _as_of));

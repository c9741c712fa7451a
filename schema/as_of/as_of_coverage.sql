-- The stretches of time that had begun, up to the moment; older ones have been joined since, which shows here.
CREATE TEMP VIEW coverage AS
SELECT
    from_at, min(to_at, (SELECT instant FROM _as_of)) AS to_at, run_id, pages, passes, rows
FROM main.coverage
WHERE from_at < (SELECT instant FROM _as_of);

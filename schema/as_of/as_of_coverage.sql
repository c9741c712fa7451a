-- The stretches of time known to be searched. An entry of a later run may have been merged with
-- earlier ones since; only its part before the start of the last complete run counts, as nobody
-- had searched later time yet.
CREATE TEMP VIEW coverage AS
WITH known (run_id, searched_to) AS (
    SELECT
        coalesce(max(id), 0),
        coalesce(max(iif(outcome = 'complete', started_at, NULL)), '')
    FROM sync_run
    WHERE source = 'telenor'
)
SELECT
    coverage.from_at,
    min(coverage.to_at, iif(coverage.run_id <= known.run_id, (SELECT instant FROM _as_of), known.searched_to)) AS to_at,
    coverage.run_id, coverage.pages, coverage.passes, coverage.rows
FROM main.coverage AS coverage, known
WHERE coverage.from_at < iif(coverage.run_id <= known.run_id, (SELECT instant FROM _as_of), known.searched_to);

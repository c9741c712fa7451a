-- title: Sync runs
-- description: The runs of the agent, newest first: what each one asked for and what it found.
-- parameter: limit integer 1..1000000 default 20 "How many runs to show."
SELECT
    id, kind, started_at, finished_at,
    unixepoch(finished_at) - unixepoch(started_at) AS duration_seconds,
    outcome, requests, throttled, fetched, changed, gone, quarantined, error
FROM sync_run
ORDER BY id DESC
LIMIT :limit;

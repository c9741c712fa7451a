-- title: Sync runs
-- description: The runs of the agent, newest first: what each one asked for and what it found.
-- parameter: limit integer 1..1000000 default 20 "How many runs to show."
-- column: id id "Counts the runs."
-- column: source text "What it asked: telenor or millom."
-- column: kind text "What it set out to do: backfill, incremental or reconcile."
-- column: started_at instant "When it began."
-- column: finished_at instant "When it ended. Empty: it is running, or it was killed."
-- column: duration_seconds seconds "How long it took."
-- column: outcome text "complete, partial or failed. Empty: it is running, or it was killed."
-- column: requests count "Requests sent, refused ones included."
-- column: throttled count "Requests refused because they came too fast or too many."
-- column: fetched count "Subscriptions fetched."
-- column: changed count "Those of them that were new or different."
-- column: gone count "Subscriptions found gone."
-- column: quarantined count "Numbers set aside."
-- column: refreshed count "Subscriptions fetched only because they had been verified longest ago."
-- column: missed count "Changes that an earlier refresh had found and this run's search did not list."
-- column: error text "Why it failed or did not finish."
SELECT
    id, source, kind, started_at, finished_at,
    unixepoch(finished_at) - unixepoch(started_at) AS duration_seconds,
    outcome, requests, throttled, fetched, changed, gone, quarantined, refreshed, missed, error
FROM sync_run
ORDER BY id DESC
LIMIT :limit;

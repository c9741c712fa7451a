-- title: Sync runs
-- title nb: Kjøringer
-- description: Runs, newest first: their requests and results.
-- description nb: Kjøringer, nyeste først: forespørslene og resultatene deres.
-- parameter: limit integer 1..1000000 default 20 "How many runs to show." "Hvor mange kjøringer som vises."
-- column: id id "The run's number."
-- column: source text "The source: telenor or millom."
-- column: kind text "The run's purpose: backfill, incremental, reconcile or renormalize."
-- column: started_at instant "When it began."
-- column: finished_at instant "When it ended. Empty: it is running, or it was killed."
-- column: duration_seconds seconds "Duration."
-- column: outcome text "complete, partial or failed. Empty: it is running, or it was killed."
-- column: requests count "Requests sent, refused ones included."
-- column: throttled count "Requests refused because the pace or the quota was exceeded."
-- column: fetched count "Subscriptions fetched."
-- column: changed count "Those of them that were new or different."
-- column: gone count "Subscriptions found gone."
-- column: quarantined count "Numbers set aside."
-- column: refreshed count "Subscriptions fetched only because their verification was the oldest."
-- column: missed count "Changes that an earlier refresh had found and this run's search did not list."
-- column: error text "Why it failed or did not finish."
SELECT
    id, source, kind, started_at, finished_at,
    unixepoch(finished_at) - unixepoch(started_at) AS duration_seconds,
    outcome, requests, throttled, fetched, changed, gone, quarantined, refreshed, missed, error
FROM sync_run
ORDER BY id DESC
LIMIT :limit;

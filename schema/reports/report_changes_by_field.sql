-- title: Changes by field
-- title nb: Endringer per felt
-- description: The number of changes per field that the mirror saw in a period. A number that comes or goes counts once, without its parties, cards, settings and add-ons; the first load is left out. A number with a new holder counts for each changed field.
-- description nb: Antallet endringer per felt som speilet så i en periode. Et nummer som kommer eller går, teller én gang, uten parter, kort, innstillinger og tilleggstjenester; den første lastingen er utelatt. Et nummer med ny innehaver teller for hvert endrede felt.
-- parameter: since start default -7d "Start of the period, inclusive." "Begynnelsen av perioden, medregnet."
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- column: relation text "The field's relation."
-- column: field text "The field. Empty: a whole row was added or removed."
-- column: kind text "added, removed, changed, learned: the account was not known before, or reread: a new version read the kept document otherwise."
-- column: change_count count "How many changes."
-- column: number_count count "Numbers that changed."
-- column: first_observed_at instant "When the mirror saw the first of them."
-- column: last_observed_at instant "When the mirror saw the last of them."
-- fold: number_count adding change_count
WITH
first_load AS (
    SELECT coalesce(min(finished_at), '9999') AS finished_at
    FROM sync_run WHERE source = 'telenor' AND outcome = 'complete'
),
-- Listed once: SQLite takes the condition on msisdn into each part of change, which would make the list anew.
touched AS MATERIALIZED (
    SELECT msisdn FROM _subscription WHERE changed_at >= :since AND changed_at <> first_seen_at
),
-- Numbers that have not changed since they were first seen, as most have not, have nothing to look for in change.
-- Materialized, as SQLite takes the condition into the parts of change only where nothing is counted over it.
later AS MATERIALIZED (
    SELECT
        observed_at, msisdn, relation, field,
        CASE
            WHEN observed_at IN (SELECT started_at FROM sync_run WHERE source = 'documents') THEN 'reread'
            WHEN relation = 'subscription' AND field = 'account_id' AND old_value IS NULL THEN 'learned'
            ELSE kind
        END AS kind
    FROM change
    WHERE msisdn IN (SELECT msisdn FROM touched) AND observed_at >= :since
),
-- Those of the first load are left out here, as they may be all there are.
seen AS (
    SELECT observed_at, msisdn, relation, field, kind FROM later
    UNION ALL
    SELECT first_seen_at, msisdn, 'subscription', NULL, 'added'
    FROM _subscription
    WHERE changed_at >= max(:since, (SELECT finished_at FROM first_load)) AND changed_at = first_seen_at
        AND changed_at > (SELECT finished_at FROM first_load)
)
SELECT
    relation, field, kind,
    count(*) AS change_count,
    count(DISTINCT msisdn) AS number_count,
    min(observed_at) AS first_observed_at,
    max(observed_at) AS last_observed_at
FROM seen
WHERE observed_at < :until
    AND (kind <> 'added' OR relation <> 'subscription' OR observed_at > (SELECT finished_at FROM first_load))
GROUP BY relation, field, kind
ORDER BY change_count DESC, relation, field, kind;

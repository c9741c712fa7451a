-- The changes since :since, as reports show them: numbers that came and went, and every changed field. The
-- reports of changes and of events begin with this fragment.
first_load AS (
    SELECT coalesce(min(finished_at), '9999') AS finished_at
    FROM sync_run WHERE source = 'telenor' AND outcome = 'complete'
),
-- Listed once: SQLite takes the condition on msisdn into each part of change, which would make the list anew.
touched AS MATERIALIZED (
    SELECT msisdn FROM _subscription WHERE changed_at >= :since AND changed_at <> first_seen_at
),
-- Numbers that have not changed since they were first seen, as most have not, have nothing to look for in change. Those
-- of the first load are left out here, as they may be all there are.
seen AS MATERIALIZED (
    SELECT observed_at, msisdn, relation, item, field, old_value, new_value, kind
    FROM change
    WHERE msisdn IN (SELECT msisdn FROM touched) AND observed_at >= :since
    UNION ALL
    SELECT first_seen_at, msisdn, 'subscription', msisdn, NULL, NULL, NULL, 'added'
    FROM _subscription
    WHERE changed_at >= max(:since, (SELECT finished_at FROM first_load)) AND changed_at = first_seen_at
        AND changed_at > (SELECT finished_at FROM first_load)
),
-- The last version in which the number lived before it came back, or began to be valid from another day.
earlier AS (
    SELECT moment.msisdn, moment.observed_at, (
        SELECT max(observed_from) FROM _subscription_version AS version
        WHERE version.msisdn = moment.msisdn AND version.observed_from < moment.observed_at
            AND version.gone_at IS NULL) AS observed_from
    FROM (
        SELECT DISTINCT msisdn, observed_at FROM seen
        WHERE relation = 'subscription' AND (field = 'valid_from_date' OR field IS NULL AND kind = 'added')
    ) AS moment
),
holder AS MATERIALIZED (
    SELECT
        after.msisdn, after.observed_from AS observed_at, before.valid_from_date AS old_value,
        after.valid_from_date AS new_value
    FROM earlier
    JOIN _subscription_version AS before
        ON before.msisdn = earlier.msisdn AND before.observed_from = earlier.observed_from
    JOIN _subscription_version AS after
        ON after.msisdn = earlier.msisdn AND after.observed_from = earlier.observed_at
    LEFT JOIN party_history AS old_user
        ON old_user.msisdn = before.msisdn AND old_user.role = 'user'
            AND old_user.observed_from < before.observed_to
            AND coalesce(old_user.observed_to, '9999') >= before.observed_to
    LEFT JOIN party_history AS new_user
        ON new_user.msisdn = after.msisdn AND new_user.role = 'user'
            AND new_user.observed_from <= after.observed_from
            AND coalesce(new_user.observed_to, '9999') > after.observed_from
    WHERE after.valid_from_date > before.valid_from_date
        AND after.observed_from NOT IN (SELECT started_at FROM sync_run WHERE source = 'documents')
        AND (old_user.first_name IS NOT new_user.first_name OR old_user.last_name IS NOT new_user.last_name
            OR old_user.birth_date IS NOT new_user.birth_date OR old_user.org_number IS NOT new_user.org_number
            OR old_user.organization_name IS NOT new_user.organization_name)
),
event AS (
    SELECT
        seen.observed_at, seen.msisdn, seen.relation, seen.item,
        iif(seen.field = 'subscription_type_id', 'subscription_type', seen.field) AS field,
        iif(seen.field = 'subscription_type_id', coalesce(
            (SELECT name FROM subscription_type WHERE id = CAST(seen.old_value AS INTEGER)), seen.old_value),
            seen.old_value) AS old_value,
        iif(seen.field = 'subscription_type_id', coalesce(
            (SELECT name FROM subscription_type WHERE id = CAST(seen.new_value AS INTEGER)), seen.new_value),
            seen.new_value) AS new_value,
        CASE
            WHEN seen.observed_at IN (SELECT started_at FROM sync_run WHERE source = 'documents') THEN 'reread'
            WHEN seen.relation = 'subscription' AND seen.kind = 'removed' THEN 'gone'
            WHEN seen.relation = 'subscription' AND seen.kind = 'added'
                THEN iif(earlier.observed_from IS NULL, 'new', 'returned')
            WHEN seen.field = 'account_id' AND seen.old_value IS NULL THEN 'learned'
            ELSE seen.kind
        END AS kind
    FROM seen
    LEFT JOIN earlier ON earlier.msisdn = seen.msisdn AND earlier.observed_at = seen.observed_at
    WHERE NOT EXISTS (
        SELECT 1 FROM holder WHERE holder.msisdn = seen.msisdn AND holder.observed_at = seen.observed_at)
    UNION ALL
    SELECT observed_at, msisdn, 'subscription', msisdn, NULL, old_value, new_value, 'new holder' FROM holder
),
told AS (
    SELECT event.*
    FROM event, first_load
    WHERE observed_at < :until AND (kind <> 'new' OR observed_at > first_load.finished_at)
)

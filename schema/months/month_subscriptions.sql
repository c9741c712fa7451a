-- Every number at the end of a month, on a connection that shows that moment as known later.
WITH first_load (finished_at) AS (
    SELECT min(finished_at) FROM main.sync_run WHERE source = 'telenor' AND outcome = 'complete'
),
-- Only a comparison that began after a number was seen can tell that no account lists it.
compared (started_at) AS (
    SELECT max(started_at)
    FROM main.sync_run
    WHERE kind IN ('backfill', 'reconcile') AND outcome = 'complete' AND finished_at < (SELECT instant FROM _known)
),
referring AS NOT MATERIALIZED (
    SELECT
        state.*,
/* see fragments/reference.sql */
        AS reference
    FROM _subscription_state AS state
    LEFT JOIN account ON account.id = state.account_id
),
written AS MATERIALIZED (
    SELECT
        *,
/* see fragments/cost_centre.sql */
        AS cost_centre
    FROM referring
),
holder AS MATERIALIZED (
    SELECT
        msisdn,
        group_concat(
            role || hex(coalesce(first_name, '')) || '.' || hex(coalesce(last_name, '')) || '.'
                || coalesce(birth_date, '') || '.' || coalesce(org_number, '') || '.' || hex(coalesce(organization_name, '')))
            AS parties
    FROM (
        SELECT msisdn, role, first_name, last_name, birth_date, org_number, organization_name
        FROM party WHERE role IN ('user', 'owner')
        UNION ALL
        -- Of a number that is gone, whoever had it last.
        SELECT msisdn, role, first_name, last_name, birth_date, org_number, organization_name
        FROM party_history AS old
        WHERE role IN ('user', 'owner') AND msisdn IN (SELECT msisdn FROM written WHERE gone_at IS NOT NULL)
            AND observed_to = (SELECT max(observed_to) FROM party_history AS last WHERE last.msisdn = old.msisdn)
        ORDER BY msisdn, role
    )
    GROUP BY msisdn
)
SELECT
    written.msisdn, written.state,
    written.gone_at IS NULL AND coalesce(written.valid_to_date >= report_day(), 1) AS is_counted,
    written.gone_at IS NOT NULL AS is_gone,
    coalesce(written.first_seen_at <= (SELECT finished_at FROM first_load), 0) AS is_of_first_load,
    written.valid_from_date, written.valid_to_date,
    CASE
        WHEN written.account_id IS NOT NULL THEN 'account:' || written.account_id
        WHEN NOT EXISTS (SELECT 1 FROM account)
            OR (SELECT started_at FROM compared) >= coalesce((
                SELECT max(observed_to) FROM main.subscription_history AS tombstone
                WHERE tombstone.msisdn = written.msisdn AND tombstone.gone_at IS NOT NULL
                    AND tombstone.observed_to <= coalesce(
                        (SELECT seen_from FROM _late WHERE _late.msisdn = written.msisdn),
                        (SELECT instant FROM _as_of))), written.first_seen_at) THEN 'no account:'
        ELSE 'account not yet known:'
    END AS account,
/* see fragments/cost_centre_group.sql */
        AS cost_centre,
    coalesce('type:' || written.subscription_type_id, 'type not known:') AS type,
    CASE
        WHEN owner.org_number IS NOT NULL THEN 'organization:' || owner.org_number
        WHEN owner.organization_name IS NOT NULL OR owner.kind = 'organization'
            THEN 'organization without number:' || coalesce(owner.organization_name, '')
        WHEN owner.kind = 'person' THEN 'person:'
        ELSE 'not known:'
    END AS organization,
    coalesce(holder.parties, '') AS holder,
    coalesce(written.valid_to_date < coalesce(local_day(written.gone_at), report_day()), 0) AS has_ended
FROM written
LEFT JOIN party AS owner ON owner.msisdn = written.msisdn AND owner.role = 'owner'
LEFT JOIN holder ON holder.msisdn = written.msisdn
ORDER BY written.msisdn;

-- The head counts at :from and at :to, and the events that lead from one to the other, in groups by
-- :by. A number counts from when it was seen until it is gone, or until the beginning of the day after
-- its valid_to_date. A group is a text such as account:70001: its kind and its value. Both bridge
-- reports begin with this fragment.
-- The days for the counts at both ends: those of the second before each.
bound AS MATERIALIZED (
    SELECT
        local_day(strftime('%Y-%m-%dT%H:%M:%SZ', :from, '-1 second')) AS from_day,
        local_day(strftime('%Y-%m-%dT%H:%M:%SZ', :to, '-1 second')) AS to_day
),
-- Only a comparison that began after a number was seen can tell that no account lists it.
comparison AS MATERIALIZED (
    SELECT started_at, finished_at FROM sync_run WHERE kind IN ('backfill', 'reconcile') AND outcome = 'complete'
),
-- told_at is when it was known that no account lists the number; '' where the question does not arise.
known AS NOT MATERIALIZED (
    SELECT
        version.*,
        iif(:by = 'account' AND version.account_id IS NULL AND EXISTS (SELECT 1 FROM account), (
            SELECT coalesce(min(finished_at), '9999') FROM comparison
            WHERE started_at >= coalesce((
                SELECT max(observed_to) FROM subscription_history AS tombstone
                WHERE tombstone.msisdn = version.msisdn AND tombstone.gone_at IS NOT NULL
                    AND tombstone.observed_to <= version.observed_from), version.first_seen_at)), '') AS told_at
    FROM subscription_history AS version
    WHERE version.observed_from < :to
),
-- When kept documents were read again: what is other from then on is another reading, and nothing happened to the number.
reading AS MATERIALIZED (SELECT started_at FROM sync_run WHERE source = 'documents'),
-- The versions of the period. Here each is there from its beginning to its end; below, until the next one begins.
span AS MATERIALIZED (
    SELECT
        msisdn, observed_from, observed_to, subscription_type_id, account_id, told_at,
        user_reference1, user_reference2, user_reference3,
        gone_at IS NULL AND observed_from < :from AND coalesce(valid_to_date >= from_day, 1) AS was_counted,
        gone_at IS NULL AND coalesce(observed_to >= :to, 1) AND coalesce(valid_to_date >= to_day, 1) AS is_counted,
        -- It came, and stays as it came: most numbers, in the month of the first load.
        observed_from >= :from AND observed_from = first_seen_at
            AND gone_at IS NULL AND coalesce(observed_to >= :to, 1) AND valid_to_date IS NULL
            AND NOT (told_at > observed_from AND told_at < :to)
            AND observed_from NOT IN (SELECT started_at FROM reading)
            AND NOT EXISTS (
                SELECT 1 FROM party_history AS owner
                WHERE owner.msisdn = iif(:by = 'organization', known.msisdn, NULL) AND owner.role = 'owner'
                    AND (owner.observed_from > known.observed_from AND owner.observed_from < :to
                        OR owner.observed_to > known.observed_from AND owner.observed_to < :to)) AS only_came
    FROM known, bound
    WHERE coalesce(observed_to >= :from, 1)
),
-- Most numbers stay as they are; all else is asked of the others only.
touched AS MATERIALIZED (
    SELECT msisdn FROM (
        SELECT msisdn FROM span
        WHERE observed_from >= :from OR observed_to < :to OR was_counted <> is_counted
            OR told_at >= :from AND told_at < :to
        UNION
        SELECT msisdn FROM _subscription WHERE :by = 'organization' AND changed_at >= :from
        EXCEPT
        SELECT msisdn FROM span WHERE only_came
    )
),
-- ended_at is when the number stops counting, as the day after its last day begins.
version AS MATERIALIZED (
    SELECT
        msisdn, observed_from, subscription_type_id, account_id, told_at,
        user_reference1, user_reference2, user_reference3, valid_from_date, gone_at,
        local_midnight(date(valid_to_date, '+1 day')) AS ended_at,
        lead(observed_from, 1, :to) OVER (PARTITION BY msisdn ORDER BY observed_from) AS next_from
    FROM known
    WHERE msisdn IN (SELECT msisdn FROM touched)
),
-- When something of a touched number may be another than before. Two moments of a version may be one: hence the UNION.
moment AS MATERIALIZED (
    SELECT observed_from AS at, * FROM version
    UNION ALL
    SELECT * FROM (
        SELECT ended_at, * FROM version WHERE ended_at > observed_from AND ended_at < next_from
        UNION
        SELECT told_at, * FROM version WHERE told_at > observed_from AND told_at < next_from
        UNION
        SELECT owner.observed_from, version.*
        FROM version
        JOIN party_history AS owner
            ON owner.msisdn = iif(:by = 'organization', version.msisdn, NULL) AND owner.role = 'owner'
                AND owner.observed_from > version.observed_from AND owner.observed_from < next_from
        UNION
        SELECT owner.observed_to, version.*
        FROM version
        JOIN party_history AS owner
            ON owner.msisdn = iif(:by = 'organization', version.msisdn, NULL) AND owner.role = 'owner'
                AND owner.observed_to > version.observed_from AND owner.observed_to < next_from
    )
),
-- Each number at both ends, in one row where it was not touched, and at each of its moments. What was observed before
-- `before` is known; a moment's own observations sort before the moment followed by ~. came_at: it only came, and then.
fact AS NOT MATERIALIZED (
    SELECT
        :to AS before, NULL AS at, iif(only_came, observed_from, NULL) AS came_at, msisdn,
        iif(msisdn IN (SELECT msisdn FROM touched), 0, was_counted) AS was_counted, is_counted, subscription_type_id,
        account_id, told_at, user_reference1, user_reference2, user_reference3,
        NULL AS valid_from_date, NULL AS gone_at, NULL AS ended_at
    FROM span
    WHERE is_counted
    UNION ALL
    SELECT
        :from, NULL, NULL, msisdn, 1, 0, subscription_type_id, account_id, told_at,
        user_reference1, user_reference2, user_reference3, NULL, NULL, NULL
    FROM span
    WHERE was_counted AND msisdn IN (SELECT msisdn FROM touched)
    UNION ALL
    SELECT
        at || '~', at, NULL, msisdn, 0, gone_at IS NULL AND coalesce(ended_at > at, 1),
        subscription_type_id, account_id, told_at, user_reference1, user_reference2, user_reference3,
        valid_from_date, gone_at, ended_at
    FROM moment
),
referring AS NOT MATERIALIZED (
    SELECT
        fact.*,
        iif(:by = 'cost-centre',
/* see fragments/reference.sql */
        , NULL) AS reference
    FROM fact
    LEFT JOIN account ON account.id = iif(:by = 'cost-centre', fact.account_id, NULL)
),
placed AS MATERIALIZED (
    SELECT
        fact.at, came_at, fact.msisdn, was_counted, is_counted, subscription_type_id, valid_from_date, gone_at, ended_at,
        CASE :by
            WHEN 'account' THEN CASE
                WHEN account_id IS NOT NULL THEN 'account:' || account_id
                WHEN told_at < before THEN 'no account:'
                ELSE 'account not yet known:'
            END
            WHEN 'type' THEN coalesce('type:' || subscription_type_id, 'type not known:')
            WHEN 'cost-centre' THEN
/* see fragments/cost_centre_group.sql */
            WHEN 'organization' THEN CASE
                WHEN owner.org_number IS NOT NULL THEN 'organization:' || owner.org_number
                WHEN owner.organization_name IS NOT NULL OR owner.kind = 'organization'
                    THEN 'organization without number:' || coalesce(owner.organization_name, '')
                WHEN owner.kind = 'person' THEN 'person:'
                ELSE 'not known:'
            END
            ELSE 'total:'
        END AS group_key
    FROM (
        SELECT
            *,
/* see fragments/cost_centre.sql */
            AS cost_centre
        FROM referring
    ) AS fact
    LEFT JOIN party_history AS owner
        ON owner.msisdn = iif(:by = 'organization', fact.msisdn, NULL) AND owner.role = 'owner'
            AND owner.observed_from < fact.before AND coalesce(owner.observed_to >= fact.before, 1)
),
step AS MATERIALIZED (
    SELECT
        msisdn, at, is_counted, valid_from_date, gone_at, group_key,
        lag(is_counted, 1, 0) OVER number AS was_counted,
        lag(ended_at) OVER number <= at AS was_over,
        lag(group_key) OVER number AS group_before,
        lead(at) OVER number AS next_at,
        max(iif(is_counted, at, NULL)) OVER (number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS counted_at
    FROM placed
    WHERE at IS NOT NULL
    WINDOW number AS (PARTITION BY msisdn ORDER BY at)
),
-- Numbers that somebody else has now: another user or owner, and valid from a later day than when they last counted.
holder AS MATERIALIZED (
    SELECT after.msisdn, after.at
    FROM step AS after
    JOIN step AS before ON before.msisdn = after.msisdn AND before.at = after.counted_at
    WHERE after.at >= :from AND after.is_counted AND after.counted_at IS NOT NULL
        AND after.at NOT IN (SELECT started_at FROM reading)
        AND after.valid_from_date > before.valid_from_date
        AND EXISTS (
            SELECT 1
            FROM (SELECT 'user' AS role UNION ALL SELECT 'owner') AS part
            LEFT JOIN party_history AS old
                ON old.msisdn = before.msisdn AND old.role = part.role AND old.observed_from < before.next_at
                    AND coalesce(old.observed_to >= before.next_at, 1)
            LEFT JOIN party_history AS new
                ON new.msisdn = after.msisdn AND new.role = part.role AND new.observed_from <= after.at
                    AND coalesce(new.observed_to > after.at, 1)
            WHERE old.first_name IS NOT new.first_name OR old.last_name IS NOT new.last_name
                OR old.birth_date IS NOT new.birth_date OR old.org_number IS NOT new.org_number
                OR old.organization_name IS NOT new.organization_name)
),
turn AS MATERIALIZED (
    SELECT
        step.msisdn, step.at, is_counted, was_counted, gone_at IS NOT NULL AND was_over IS NOT 1 AS is_gone,
        counted_at IS NULL OR holder.at IS NOT NULL AS is_new, holder.at IS NOT NULL AS is_other,
        step.at IN (SELECT started_at FROM reading) AS is_reread,
        iif(was_counted, group_before, NULL) AS from_group, iif(is_counted, group_key, NULL) AS to_group
    FROM step
    LEFT JOIN holder ON holder.msisdn = step.msisdn AND holder.at = step.at
    WHERE step.at >= :from AND (is_counted OR was_counted)
        AND (is_counted <> was_counted OR holder.at IS NOT NULL OR group_before <> group_key)
),
-- What is behind each figure: the group that it stands in, and whether it adds to the group or takes from it.
-- In one pass: each mention of a CTE has SQLite parse all that it is made of once more.
entry AS (
    SELECT
        CASE
            WHEN is_reread THEN iif(sign < 0, 'reread-out', 'reread-in')
            WHEN was_counted AND is_counted AND NOT is_other THEN iif(sign < 0, 'moved-out', 'moved-in')
            WHEN sign < 0 THEN iif(is_gone, 'gone', 'terminated')
            WHEN NOT is_new THEN 'returned'
            WHEN at > (SELECT coalesce(min(finished_at), '9999') FROM sync_run WHERE outcome = 'complete') THEN 'new'
            ELSE 'loaded'
        END AS figure,
        sign, msisdn, at, iif(sign < 0, from_group, to_group) AS group_key,
        iif(sign < 0 OR was_counted AND NOT is_other, from_group, NULL) AS from_group,
        iif(sign > 0 OR is_counted AND NOT is_other, to_group, NULL) AS to_group
    FROM (
        SELECT msisdn, at, is_counted, was_counted, is_gone, is_new, is_other, is_reread, from_group, to_group FROM turn
        UNION ALL
        SELECT msisdn, came_at, 1, 0, 0, 1, 0, 0, NULL, group_key FROM placed WHERE came_at IS NOT NULL
    )
    CROSS JOIN (SELECT -1 AS sign UNION ALL SELECT 1) AS way
    WHERE iif(sign < 0, was_counted, is_counted)
),
-- The numbers that left a group and came back to it, and when they last did: in both figures, though net nothing happened.
again AS (
    SELECT msisdn, group_key, max(iif(sign > 0, at, NULL)) AS at
    FROM (
        SELECT msisdn, at, -1 AS sign, from_group AS group_key
        FROM turn
        WHERE was_counted AND NOT is_reread
        UNION ALL
        SELECT msisdn, at, 1, to_group
        FROM turn
        WHERE is_counted AND NOT is_reread AND (was_counted AND NOT is_other OR NOT is_new)
    )
    GROUP BY msisdn, group_key
    HAVING max(iif(sign > 0, at, NULL)) > min(iif(sign < 0, at, NULL))
),
-- Each group that any of this is about, with its head counts at both ends.
counted AS MATERIALIZED (
    SELECT
        group_key, sum(was_counted) AS opening_count, sum(iif(at IS NULL, is_counted, 0)) AS closing_count,
        decimal_sum(iif(was_counted, price_of(subscription_type_id, (SELECT from_day FROM bound), 1), NULL))
            AS opening_amount,
        decimal_sum(iif(
            at IS NULL AND is_counted, price_of(subscription_type_id, (SELECT to_day FROM bound), 1), NULL))
            AS closing_amount,
        sum(at IS NULL AND is_counted AND price_of(subscription_type_id, (SELECT to_day FROM bound), 1) IS NULL)
            AS unpriced_count
    FROM placed
    GROUP BY group_key
),
-- The groups in words; label is how a list of numbers calls them.
named AS MATERIALIZED (
    SELECT
        split.group_key, split.group_is,
        iif(split.group_is IN ('account', 'organization', 'type'), split.value, NULL) AS group_id,
        CASE split.group_is
            WHEN 'account' THEN account.reference1
            WHEN 'organization' THEN organization.name
            WHEN 'type' THEN subscription_type.name
            ELSE nullif(split.value, '')
        END AS group_name,
        CASE split.group_is
            WHEN 'account' THEN split.value
            WHEN 'organization' THEN coalesce(organization.name, split.value)
            WHEN 'type' THEN coalesce(subscription_type.name, split.value)
            ELSE coalesce(nullif(split.value, ''), in_words(split.group_is))
        END AS label
    FROM (
        SELECT
            group_key, substr(group_key, 1, instr(group_key, ':') - 1) AS group_is,
            substr(group_key, instr(group_key, ':') + 1) AS value
        FROM counted
    ) AS split
    LEFT JOIN account ON split.group_is = 'account' AND account.id = split.value
    LEFT JOIN organization ON split.group_is = 'organization' AND organization.org_number = split.value
    LEFT JOIN subscription_type
        ON split.group_is = 'type' AND subscription_type.id = CAST(split.value AS INTEGER)
),

-- Judges the lines of a foreign list against the numbers of the mirror, and finds the
-- numbers missing from the list.
-- :lines is JSON, [line, number, its other reading, fault, amount, repeated line, sheet,
-- repeated line's sheet] each;
-- :claims [entry, field, value, its digits] each; :left_out [line, sheet, reason, amount] of
-- each row that is not a line.
-- A row of the result is an entry, a difference of one, or the total of a result: see AuditJudgement.
WITH
line AS MATERIALIZED (
    SELECT
        key + 1 AS entry, CAST(value ->> 0 AS INTEGER) AS line, value ->> 1 AS asked, value ->> 2 AS other, value ->> 3 AS fault,
        value ->> 4 AS amount, CAST(value ->> 5 AS INTEGER) AS repeats_line, value ->> 6 AS sheet,
        value ->> 7 AS repeats_sheet
    FROM json_each(:lines)
),
-- Of two readings of a number, the one that the mirror has.
asked AS MATERIALIZED (
    SELECT
        asked, coalesce(
            (SELECT msisdn FROM _subscription WHERE msisdn = asked),
            (SELECT msisdn FROM _subscription WHERE msisdn = other), asked) AS msisdn
    FROM (SELECT DISTINCT asked, other FROM line WHERE asked IS NOT NULL)
),
left_out AS MATERIALIZED (
    SELECT
        (SELECT count(*) FROM line) + key + 1 AS entry, CAST(value ->> 0 AS INTEGER) AS line, value ->> 1 AS sheet,
        value ->> 2 AS reason, value ->> 3 AS amount
    FROM json_each(:left_out)
),
-- Materialized, as the state of a number would be found anew for each mention of it.
stated AS MATERIALIZED (
    SELECT
        msisdn, state, subscription_type_id, account_id, user_reference1, user_reference2, user_reference3,
        valid_to_date, gone_at
    FROM _subscription_state
),
referring AS NOT MATERIALIZED (
    SELECT
        stated.*,
/* see fragments/reference.sql */
        AS reference
    FROM stated
    LEFT JOIN account ON account.id = iif(instr(:reference, 'account') = 1, stated.account_id, NULL)
),
-- Each number that the list names.
number AS MATERIALIZED (
    SELECT
        msisdn, state, subscription_type_id, account_id, user_reference1, user_reference2, user_reference3,
        valid_to_date, gone_at, subscription_type.name AS type_name,
/* see fragments/cost_centre.sql */
        AS cost_centre
    FROM referring
    LEFT JOIN subscription_type ON subscription_type.id = referring.subscription_type_id
    WHERE msisdn IN (SELECT msisdn FROM asked)
),
judged AS MATERIALIZED (
    SELECT
        line.entry, line.line, asked.msisdn, line.fault, line.amount, line.repeats_line, line.sheet, line.repeats_sheet,
        number.cost_centre, number.account_id,
        CASE
            WHEN line.asked IS NULL THEN NULL
            -- A view of the past hides what was seen later; the table itself has it.
            WHEN number.msisdn IS NULL THEN
                iif(EXISTS (SELECT 1 FROM main._number WHERE msisdn = asked.msisdn),
                    'seen only after the period', 'not in the mirror')
            WHEN number.valid_to_date < :period_from THEN 'ended before the period'
            WHEN number.gone_at IS NOT NULL THEN
                iif(local_day(number.gone_at) < :period_from, 'gone before the period', 'gone in the period')
            -- Terminated, and nobody said when: by when we saw it.
            WHEN number.state = 'ended' AND number.valid_to_date IS NULL AND NOT EXISTS (
                SELECT 1 FROM subscription_history AS version
                WHERE version.msisdn = number.msisdn
                    AND coalesce(version.observed_to > local_midnight(:period_from), 1)
                    AND lower(trim(version.status, (SELECT characters FROM _blank))) IS NOT 'terminated')
                THEN 'ended before the period'
        END AS absence
    FROM line
    LEFT JOIN asked ON asked.asked = line.asked
    LEFT JOIN number ON number.msisdn = asked.msisdn
),
claim AS MATERIALIZED (
    SELECT CAST(value ->> 0 AS INTEGER) AS entry, value ->> 1 AS field, value ->> 2 AS value, value ->> 3 AS digits
    FROM json_each(:claims)
),
-- The mirror's values where the list has one, once per line, for numbers that are there.
held AS MATERIALIZED (
    SELECT
        claim.entry, claim.field, claim.value, claim.digits, number.msisdn, number.subscription_type_id,
        CASE claim.field
            WHEN 'cost_centre' THEN number.cost_centre
            WHEN 'user' THEN (SELECT name FROM named WHERE named.msisdn = number.msisdn AND role = 'user')
            WHEN 'owner' THEN (SELECT name FROM named WHERE named.msisdn = number.msisdn AND role = 'owner')
            WHEN 'owner_org_number' THEN (
                SELECT org_number FROM party WHERE party.msisdn = number.msisdn AND role = 'owner')
            WHEN 'subscription_type' THEN coalesce(number.type_name, CAST(number.subscription_type_id AS TEXT))
            WHEN 'account' THEN number.account_id
            WHEN 'user_reference1' THEN number.user_reference1
            WHEN 'user_reference2' THEN number.user_reference2
            WHEN 'user_reference3' THEN number.user_reference3
            WHEN 'icc_id' THEN (
                SELECT group_concat(icc_id, ', ') FROM (
                    SELECT icc_id FROM sim_card WHERE sim_card.msisdn = number.msisdn AND icc_id IS NOT NULL
                    ORDER BY icc_id))
        END AS mirror_value
    FROM claim
    JOIN judged ON judged.entry = claim.entry
    JOIN number ON number.msisdn = judged.msisdn
    WHERE judged.fault IS NULL AND judged.absence IS NULL AND judged.repeats_line IS NULL
),
named AS NOT MATERIALIZED (
    SELECT
        party.msisdn, party.role,
        coalesce(
            nullif(trim(coalesce(first_name, '') || ' ' || coalesce(middle_name || ' ', '') || coalesce(last_name, '')),
                ''),
            organization.name, party.organization_name) AS name
    FROM party
    LEFT JOIN organization ON organization.org_number = party.org_number
),
difference AS MATERIALIZED (
    SELECT entry, field, value, mirror_value
    FROM held
    WHERE NOT coalesce(CASE
        WHEN field IN (SELECT value FROM json_each(:exact)) THEN value = mirror_value
        WHEN field = 'cost_centre' THEN
            folded(coalesce(nullif(trim(cost_centre(value), (SELECT characters FROM _blank)), ''), value))
                = folded(mirror_value)
        WHEN field IN ('user', 'owner') THEN names_agree(value, mirror_value)
        WHEN field = 'subscription_type' THEN
            folded(value) = folded(mirror_value) OR trim(value) = CAST(subscription_type_id AS TEXT)
        WHEN field = 'account' THEN replace(folded(value), ' ', '') = mirror_value
        WHEN field = 'owner_org_number' THEN digits = mirror_value OR replace(folded(value), ' ', '') = mirror_value
        WHEN field = 'icc_id' THEN EXISTS (
            SELECT 1 FROM sim_card
            WHERE sim_card.msisdn = held.msisdn AND sim_card.icc_id IN (digits, replace(folded(value), ' ', '')))
        ELSE folded(value) = folded(mirror_value)
    END, 0)
),
entry AS MATERIALIZED (
    SELECT
        entry, line, msisdn,
        CASE
            WHEN fault IS NOT NULL THEN 'unreadable'
            WHEN repeats_line IS NOT NULL THEN 'doubled'
            WHEN absence IS NOT NULL THEN 'only there'
            WHEN entry IN (SELECT entry FROM difference) THEN 'differing'
            ELSE 'matched'
        END AS result,
        coalesce(fault, absence) AS reason, amount,
        -- A number that is no longer there has neither, but for one that left in the period itself.
        iif(coalesce(absence, 'gone in the period') = 'gone in the period', cost_centre, NULL) AS cost_centre,
        iif(coalesce(absence, 'gone in the period') = 'gone in the period', account_id, NULL) AS account_id,
        repeats_line, sheet, repeats_sheet
    FROM judged
    UNION ALL
    SELECT entry, line, NULL, 'left out', reason, NULL, NULL, NULL, NULL, sheet, NULL
    FROM left_out
)
SELECT
    'entry' AS kind, entry, line, msisdn, result, reason, amount, cost_centre, account_id, repeats_line, sheet,
    repeats_sheet, NULL AS field, NULL AS file_value, NULL AS mirror_value, NULL AS line_count, NULL AS number_count
FROM entry
UNION ALL
-- Each number that it should name, and does not: without an entry yet.
SELECT
    'entry', NULL, NULL, msisdn, 'only here', state, NULL,
/* see fragments/cost_centre.sql */
    AS cost_centre, account_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM referring
WHERE state NOT IN ('gone', 'ended') AND msisdn NOT IN (SELECT msisdn FROM asked)
    AND (:accounts IS NULL OR account_id IN (SELECT value FROM json_each(:accounts)))
    AND (:access_types IS NULL OR subscription_type_id IN (
        SELECT id FROM subscription_type WHERE access_type IN (SELECT value FROM json_each(:access_types))))
UNION ALL
SELECT
    'difference', entry, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, field, value, mirror_value, NULL, NULL
FROM difference
UNION ALL
SELECT
    'difference', entry, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount', amount, NULL, NULL, NULL
FROM left_out
WHERE amount IS NOT NULL
UNION ALL
SELECT
    'total', NULL, NULL, NULL, result, NULL, decimal_sum(amount), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    count(line), count(DISTINCT msisdn)
FROM entry
WHERE result <> 'left out'
GROUP BY result;

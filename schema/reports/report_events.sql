-- title: Events
-- title nb: Hendelser
-- description: Events of numbers in a period, in plain words, newest first: they came, went, returned, or got another holder, type, cost centre, account, owner, end, status or add-on. The API does not say when something happened: it happened between two runs, and if a month ended between them, it may belong to the previous month. Left out: the first load, and differences from reading stored documents again.
-- description nb: Hva som skjedde med numrene i en periode, med vanlige ord, nyeste først: de kom, gikk, kom tilbake, eller fikk ny innehaver, type, kostnadssted, konto, eier, slutt, status eller tilleggstjeneste. API-et sier ikke når noe skjedde: det skjedde mellom to kjøringer, og hvis en måned sluttet mellom dem, kan det høre til måneden før. Utelatt er den første lastingen, og forskjeller som kommer av at lagrede dokumenter er lest på nytt.
-- parameter: since start default -7d "Start of the period." "Begynnelsen av perioden."
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- parameter: reference text user_reference1|user_reference2|user_reference3 default user_reference1 "The field that holds the cost centre." "Feltet som har kostnadsstedet."
-- column: day date "The day on which the mirror saw it, in the time zone of reports."
-- column: msisdn msisdn "The number."
-- column: event text mixed "What happened: new; returned, same contract; returned, new contract; gone; new holder; moved from … to …; one type → another; ends …, no longer ends …; account, owner, status or SIM card …; add-on added or removed."
-- column: user_name text name "First and last name of the user after it; of a number that is gone, before."
-- column: cost_centre text reference "The cost centre after it; of a number that is gone, before. Empty: missing."
-- column: seen_after instant "When the last complete run before began; the event had not happened by then, or was not shown yet. Empty: there was no such run."
-- column: seen_at instant "When the mirror saw it. It happened between these two."
-- column: month_before boolean "Whether a month ended between the two times, so that the event may belong to the previous month."
-- needs: event
WITH
/* see fragments/changes.sql */
, first_of_each AS (
    SELECT
        observed_at, msisdn, relation, item, field, old_value, new_value, kind,
        CASE
            WHEN field = 'status'
                THEN in_words('status') || ' ' || coalesce(old_value, in_words('unknown')) || ' → '
                    || coalesce(new_value, in_words('unknown'))
            WHEN field = 'subscription_type'
                THEN coalesce(old_value, in_words('type unknown')) || ' → '
                    || coalesce(new_value, in_words('type unknown'))
            WHEN field = :reference
                THEN in_words('moved from') || ' '
                    || coalesce(nullif(trim(cost_centre(old_value)), ''), in_words('no cost centre'))
                    || ' ' || in_words('to') || ' ' || coalesce(nullif(trim(cost_centre(new_value)), ''), in_words('no cost centre'))
            WHEN field = 'valid_to_date'
                THEN coalesce(in_words('ends') || ' ' || new_value, in_words('no longer ends') || ' ' || old_value)
            WHEN field = 'valid_from_date'
                THEN in_words('begins') || ' ' || coalesce(new_value, in_words('on an unknown day'))
            WHEN field = 'account_id' AND kind = 'changed'
                THEN in_words('account') || ' ' || old_value || coalesce(' → ' || new_value, in_words(' → none'))
            WHEN relation = 'party' AND item = 'owner' AND field = 'org_number'
                THEN in_words('owner') || ' ' || coalesce(old_value, in_words('unknown')) || ' → '
                    || coalesce(new_value, in_words('unknown'))
            WHEN relation = 'party' AND item = 'user' AND field IN ('first_name', 'last_name')
                THEN in_words('name of the user')
            WHEN relation = 'add_on' AND field IS NULL AND kind = 'added'
                THEN in_words('add-on added:') || ' ' || coalesce(new_value, item)
            WHEN relation = 'add_on' AND field IS NULL AND kind = 'removed'
                THEN in_words('add-on removed:') || ' ' || coalesce(old_value, item)
            WHEN relation = 'sim_card' AND field IS NULL AND kind = 'added' THEN in_words('SIM card added')
            WHEN relation = 'sim_card' AND field IS NULL AND kind = 'removed' THEN in_words('SIM card removed')
            WHEN relation = 'subscription' AND kind = 'returned' THEN iif((
                SELECT after.valid_from_date IS before.valid_from_date
                FROM _subscription_version AS after
                JOIN _subscription_version AS before ON before.msisdn = after.msisdn
                WHERE after.msisdn = told.msisdn AND after.observed_from = told.observed_at
                    AND before.observed_from < told.observed_at AND before.gone_at IS NULL
                ORDER BY before.observed_from DESC
                LIMIT 1), in_words('returned, same contract'), in_words('returned, new contract'))
            WHEN relation = 'subscription' AND kind IN ('new', 'gone', 'new holder') THEN in_words(kind)
        END AS event
    FROM told
    WHERE kind <> 'reread'
),
-- A name of two parts is one event.
happened AS MATERIALIZED (
    SELECT DISTINCT observed_at, msisdn, event FROM first_of_each WHERE event IS NOT NULL
),
-- The runs that could have seen it: the one before.
seen_between AS MATERIALIZED (
    SELECT observed_at, (
        SELECT max(run.started_at) FROM sync_run AS run
        WHERE run.source = 'telenor' AND run.outcome = 'complete' AND run.finished_at < observed_at) AS seen_after
    FROM (SELECT DISTINCT observed_at FROM happened)
)
SELECT
    local_day(happened.observed_at) AS day, happened.msisdn, happened.event,
    nullif(trim(coalesce(user.first_name, '') || ' ' || coalesce(user.last_name, '')), '') AS user_name,
/* see fragments/cost_centre.sql */
    AS cost_centre,
    seen_between.seen_after, happened.observed_at AS seen_at,
    coalesce(substr(local_day(seen_between.seen_after), 1, 7) < substr(local_day(happened.observed_at), 1, 7), 0)
        AS month_before
FROM happened
JOIN seen_between ON seen_between.observed_at = happened.observed_at
LEFT JOIN (
    SELECT
        msisdn, observed_from, observed_to,
        CASE :reference
            WHEN 'user_reference1' THEN user_reference1
            WHEN 'user_reference2' THEN user_reference2
            WHEN 'user_reference3' THEN user_reference3
        END AS reference
    FROM _subscription_version
) AS version
    ON version.msisdn = happened.msisdn AND version.observed_from <= happened.observed_at
        AND coalesce(version.observed_to > happened.observed_at, 1)
LEFT JOIN party_history AS user
    ON user.msisdn = happened.msisdn AND user.role = 'user'
        -- Of a number that is gone the parties went with it.
        AND user.observed_from = (
            SELECT max(last.observed_from) FROM party_history AS last
            WHERE last.msisdn = happened.msisdn AND last.role = 'user' AND last.observed_from <= happened.observed_at
                AND coalesce(last.observed_to >= happened.observed_at, 1))
ORDER BY happened.observed_at DESC, happened.msisdn, happened.event;

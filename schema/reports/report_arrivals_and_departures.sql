-- title: Arrivals and departures
-- title nb: Kommet og gått
-- description: Numbers that came, went, returned or got an end date in a period, newest first, one row per event. Numbers found by the mirror's first load are not new and are left out.
-- description nb: Numre som kom, gikk, kom tilbake eller fikk en sluttdato i en periode, nyeste først, én rad per hendelse. Numre fra speilets første lasting er ikke nye og er utelatt.
-- parameter: since start default -30d "Start of the period, inclusive." "Begynnelsen av perioden, medregnet."
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- parameter: kind text new|returned|end-date-set|end-date-withdrawn|ended|gone optional "Only events of this kind." "Bare hendelser av dette slaget."
-- column: kind text "new: first seen; returned: seen again after it was gone; end-date-set: got an end date, or another one; end-date-withdrawn; ended: its end date passed; gone: the API no longer has it."
-- column: observed_at instant "When the mirror saw it; the API does not say when it happened. Empty for ended, whose day is valid_to_date."
-- column: msisdn msisdn "The number."
-- column: subscription_type text "The type's name."
-- column: account_id id "The invoice account that lists it."
-- column: user_reference1 text reference "The first user reference."
-- column: valid_from_date date "The first day on which it is valid, by the API; a new number may have been valid earlier, elsewhere."
-- column: valid_to_date date "The last day on which it is valid. Empty: no end is set."
-- column: end_date_before date "Its previous end date."
-- column: gone_reason text "The API's answer when it was gone."
WITH version AS (
    SELECT
        *,
        lag(observed_from) OVER number AS seen_before_at,
        lag(gone_at) OVER number AS gone_before_at,
        lag(valid_to_date) OVER number AS end_date_before
    FROM subscription_history
    WHERE msisdn IN (SELECT msisdn FROM subscription_history WHERE observed_from >= :since)
    WINDOW number AS (PARTITION BY msisdn ORDER BY observed_from)
),
judged AS (
    SELECT
        CASE
            WHEN gone_at IS NOT NULL THEN iif(gone_before_at IS NULL, 'gone', NULL)
            WHEN seen_before_at IS NULL THEN 'new'
            WHEN gone_before_at IS NOT NULL THEN 'returned'
            WHEN valid_to_date IS end_date_before THEN NULL
            WHEN valid_to_date IS NULL THEN 'end-date-withdrawn'
            ELSE 'end-date-set'
        END AS kind,
        observed_from AS observed_at, msisdn, subscription_type_id, account_id, user_reference1,
        valid_from_date, valid_to_date, end_date_before, gone_reason
    FROM version
    WHERE observed_from >= :since AND observed_from < :until
),
event AS (
    SELECT * FROM judged
    WHERE kind IS NOT NULL AND (kind <> 'new' OR observed_at > (
        SELECT coalesce(min(finished_at), '9999') FROM sync_run WHERE source = 'telenor' AND outcome = 'complete'))
    UNION ALL
    SELECT
        'ended', NULL, msisdn, subscription_type_id, account_id, user_reference1,
        valid_from_date, valid_to_date, NULL, gone_reason
    FROM subscription
    WHERE valid_to_date >= local_day(:since) AND valid_to_date < local_day(:until)
)
SELECT
    event.kind, event.observed_at, event.msisdn, subscription_type.name AS subscription_type,
    event.account_id, event.user_reference1, event.valid_from_date, event.valid_to_date,
    event.end_date_before, event.gone_reason
FROM event
LEFT JOIN subscription_type ON subscription_type.id = event.subscription_type_id
WHERE :kind IS NULL OR event.kind = :kind
ORDER BY coalesce(event.observed_at, event.valid_to_date) DESC, event.msisdn, event.kind;

-- title: Arrivals and departures by month
-- title nb: Kommet og gått per måned
-- description: The number of subscriptions at the beginning and end of each month, newest first, and the events in between, by days in report.time_zone: opening + loaded + new + returned - gone = closing. Months before the first load, and months that begin before what retention keeps, are unknown.
-- description nb: Antallet abonnementer ved begynnelsen og slutten av hver måned, nyeste først, og hendelsene imellom, etter dager i report.time_zone: åpning + lastet + nye + tilbake - borte = slutt. Måneder før den første lastingen, og måneder som begynner før det retention beholder, er ukjente.
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- parameter: months integer 1..1200 default 13 "How many months to show." "Hvor mange måneder som vises."
-- column: month month "The month; the newest one only up to the end of the period."
-- column: opening_count count "Living subscriptions at its beginning."
-- column: loaded_count count "Numbers that the first load of the mirror found; they are not new."
-- column: new_count count "Numbers seen for the first time."
-- column: returned_count count "Numbers seen again after they were gone."
-- column: gone_count count "Numbers that the API no longer had."
-- column: closing_count count "Living subscriptions at its end."
-- column: ended_count count "Subscriptions, living or gone, whose end date passed in the month; the API may list such numbers for a long time."
WITH RECURSIVE version AS (
    SELECT
        observed_from, gone_at,
        lag(observed_from) OVER number AS seen_before_at,
        lag(gone_at) OVER number AS gone_before_at
    FROM subscription_history
    WHERE observed_from < :until
    WINDOW number AS (PARTITION BY msisdn ORDER BY observed_from)
),
-- By moment first, so that each moment's day is told once and not for each number.
moment AS (
    SELECT
        observed_from,
        sum(gone_at IS NULL AND seen_before_at IS NULL) AS first_seen_count,
        sum(gone_at IS NULL AND gone_before_at IS NOT NULL) AS returned_count,
        sum(gone_at IS NOT NULL AND gone_before_at IS NULL) AS gone_count
    FROM version
    GROUP BY observed_from
),
first_load AS (
    SELECT coalesce(min(finished_at), '9999') AS finished_at
    FROM sync_run WHERE source = 'telenor' AND outcome = 'complete'
),
observed AS (
    SELECT
        substr(local_day(moment.observed_from), 1, 7) AS month,
        sum(iif(moment.observed_from <= first_load.finished_at, moment.first_seen_count, 0)) AS loaded_count,
        sum(iif(moment.observed_from > first_load.finished_at, moment.first_seen_count, 0)) AS new_count,
        sum(moment.returned_count) AS returned_count,
        sum(moment.gone_count) AS gone_count
    FROM moment, first_load
    GROUP BY 1
),
ended AS (
    SELECT substr(valid_to_date, 1, 7) AS month, count(*) AS ended_count
    FROM subscription
    WHERE valid_to_date < local_day(:until)
    GROUP BY 1
),
calendar (month, last) AS (
    SELECT min(month), substr(local_day(strftime('%Y-%m-%dT%H:%M:%SZ', :until, '-1 second')), 1, 7)
    FROM observed
    HAVING min(month) IS NOT NULL
    UNION ALL
    SELECT substr(date(month || '-01', '+1 month'), 1, 7), last FROM calendar WHERE month < last
),
counted AS (
    SELECT
        calendar.month,
        coalesce(observed.loaded_count, 0) AS loaded_count,
        coalesce(observed.new_count, 0) AS new_count,
        coalesce(observed.returned_count, 0) AS returned_count,
        coalesce(observed.gone_count, 0) AS gone_count,
        coalesce(ended.ended_count, 0) AS ended_count
    FROM calendar
    LEFT JOIN observed ON observed.month = calendar.month
    LEFT JOIN ended ON ended.month = calendar.month
),
balanced AS (
    SELECT *, sum(loaded_count + new_count + returned_count - gone_count) OVER (ORDER BY month) AS closing_count
    FROM counted
)
SELECT
    month,
    closing_count - loaded_count - new_count - returned_count + gone_count AS opening_count,
    loaded_count, new_count, returned_count, gone_count, closing_count, ended_count
FROM balanced
WHERE local_midnight(month || '-01') >= (SELECT text FROM _history_floor)
    OR (SELECT text FROM _history_floor) = ''
ORDER BY month DESC
LIMIT :months;

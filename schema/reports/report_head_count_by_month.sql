-- title: Head count by month
-- title nb: Antall per måned
-- description: The head count at the end of each month, newest first, by the rules of the bridge: a number counts from when the mirror first saw it until it is gone or its valid_to_date has passed. The newest month is as of the end of the period. Months that ended before the first load was complete, or before what retention keeps, are unknown.
-- description nb: Antallet ved slutten av hver måned, nyeste først, etter reglene for broen: et nummer teller fra speilet først så det, til det er borte eller valid_to_date er passert. Den nyeste måneden gjelder slutten av perioden. Måneder som sluttet før den første lastingen var fullført, eller før det retention beholder, er ukjente.
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- parameter: months integer 1..1200 default 13 "How many months to show." "Hvor mange måneder som vises."
-- column: month month "The month; the newest one only up to the end of the period."
-- column: subscription_count count "Numbers that count at its end."
-- column: is_over boolean "1: the month is over; 0: it is not, and the count is as of the end of the period."
WITH RECURSIVE calendar (month, place) AS (
    SELECT substr(local_day(strftime('%Y-%m-%dT%H:%M:%SZ', :until, '-1 second')), 1, 7), 1
    UNION ALL
    SELECT substr(date(month || '-01', '-1 month'), 1, 7), place + 1 FROM calendar WHERE place < :months
),
ending AS MATERIALIZED (
    SELECT
        month, min(:until, next_at) AS at, next_at <= :until AS is_over,
        local_day(strftime('%Y-%m-%dT%H:%M:%SZ', min(:until, next_at), '-1 second')) AS day
    FROM (SELECT month, local_midnight(date(month || '-01', '+1 month')) AS next_at FROM calendar)
    WHERE min(:until, next_at) > (
        SELECT min(finished_at) FROM sync_run WHERE source = 'telenor' AND outcome = 'complete')
        AND min(:until, next_at) >= (SELECT text FROM _history_floor)
),
-- Most numbers share a few beginnings and ends, so that few rows are compared with each month.
span AS MATERIALIZED (
    SELECT observed_from, observed_to, valid_to_date, count(*) AS number_count
    FROM subscription_history
    WHERE gone_at IS NULL AND observed_from < :until
    GROUP BY observed_from, observed_to, valid_to_date
)
SELECT ending.month, coalesce(sum(span.number_count), 0) AS subscription_count, ending.is_over
FROM ending
LEFT JOIN span
    ON span.observed_from < ending.at AND coalesce(span.observed_to >= ending.at, 1)
        AND coalesce(span.valid_to_date >= ending.day, 1)
GROUP BY ending.month
ORDER BY ending.month DESC;

-- title: Millom notifications by day
-- title nb: Varsler fra Millom per dag
-- description: The number of Millom notifications by type and day (in report.time_zone), newest day first.
-- description nb: Antallet varsler fra Millom per type og dag (i report.time_zone), nyeste dag først.
-- parameter: since start default -30d "Start of the period, inclusive." "Begynnelsen av perioden, medregnet."
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- column: day date "The day on which they were received."
-- column: type text "The reason, in Millom's words, such as low-data or pack-expired."
-- column: notification_count count "How many were received."
-- column: subscriber_count count "Subscribers they concern."
SELECT
    local_day(received_at) AS day, type, count(*) AS notification_count,
    count(DISTINCT subscriber) AS subscriber_count
FROM millom_notification
WHERE received_at >= :since AND received_at < :until
GROUP BY 1, 2
ORDER BY 1 DESC, 2;

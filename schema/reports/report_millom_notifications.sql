-- title: Notifications of Millom by day
-- description: How many notifications Millom sent of each type on each day where the company is, newest day first.
-- parameter: since start default -30d "From when on, this moment included."
-- parameter: until end default now "Up to when."
-- column: day date "The day on which they were received."
-- column: type text "The reason, in Millom's words, such as low-data or pack-expired."
-- column: notification_count count "How many were received."
-- column: subscriber_count count "How many subscribers they were about."
SELECT
    local_day(received_at) AS day, type, count(*) AS notification_count,
    count(DISTINCT subscriber) AS subscriber_count
FROM millom_notification
WHERE received_at >= :since AND received_at < :until
GROUP BY 1, 2
ORDER BY 1 DESC, 2;

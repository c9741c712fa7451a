-- The numbers behind the figures of month_bridge.
CREATE VIEW month_event AS
SELECT
    closing.month, event.grouping, event.figure, number.msisdn, old.value AS from_group, new.value AS to_group
FROM month_closing AS closing
CROSS JOIN _month_event AS event
LEFT JOIN _number AS number ON number.id = event.number
LEFT JOIN _month_group AS old ON old.id = event.from_group
LEFT JOIN _month_group AS new ON new.id = event.to_group
WHERE event.closing = closing.id AND closing.reopened_at IS NULL;

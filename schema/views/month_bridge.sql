-- The bridges of the standing closings.
CREATE VIEW month_bridge AS
SELECT
    closing.month, count.grouping, substr("group".value, 1, instr("group".value, ':') - 1) AS group_is,
    nullif(substr("group".value, instr("group".value, ':') + 1), '') AS group_id, count.name AS group_name,
    count.opening_count, count.restated_in_count, count.restated_out_count, count.loaded_count, count.new_count,
    count.returned_count, count.moved_in_count, count.moved_out_count, count.terminated_count, count.gone_count,
    count.reread_in_count, count.reread_out_count, count.closing_count
FROM month_closing AS closing
CROSS JOIN _month_count AS count
JOIN _month_group AS "group" ON "group".id = count."group"
WHERE count.closing = closing.id AND closing.reopened_at IS NULL;

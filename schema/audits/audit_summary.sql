-- The totals of the audit :audit: its lines by result, then all rows of the file, so that both add up.
WITH
chosen AS (SELECT * FROM audit WHERE id = :audit),
known (place, result) AS (VALUES
    (1, 'matched'), (2, 'differing'), (3, 'only there'), (4, 'doubled'), (5, 'unreadable'), (6, 'only here')),
line (place, what, line_count, number_count, amount) AS (
    SELECT known.place, known.result, coalesce(total.line_count, 0), coalesce(total.number_count, 0), total.amount
    FROM chosen, known
    LEFT JOIN audit_total AS total ON total.audit_id = chosen.id AND total.result = known.result
    UNION ALL
    SELECT 10, 'lines of the list', line_count, NULL, amount FROM chosen
    UNION ALL
    SELECT 11, 'header', header_count, NULL, NULL FROM chosen WHERE header_count > 0
    UNION ALL
    SELECT 12, 'titles, page breaks', remark_count, NULL, NULL FROM chosen WHERE remark_count > 0
    UNION ALL
    SELECT 13, 'totals', total_count, NULL, stated_amount FROM chosen WHERE total_count > 0
    UNION ALL
    SELECT 14, 'empty', blank_count, NULL, NULL FROM chosen WHERE blank_count > 0
    UNION ALL
    SELECT 15, 'rows of the file', row_count, NULL, NULL FROM chosen
)
SELECT what, line_count, number_count, amount FROM line ORDER BY place;

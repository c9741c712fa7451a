-- Each audit, with the counts of its file's rows.
CREATE VIEW audit AS
SELECT
    id, name, file_name, file_hash, audited_at, as_of, as_of_date, period_from_date, number_column, lines_per_number,
    row_count, line_count, header_count, remark_count, total_count, blank_count, amount, stated_amount
FROM _audit;

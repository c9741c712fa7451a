-- Like _coverage_numbered, which relies on the entries' rowids; a view has none.
CREATE TEMP VIEW _coverage_numbered AS
WITH ordered AS (
    SELECT *, max(to_at) OVER (
        ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_to
    FROM coverage
)
SELECT
    from_at, to_at, run_id, pages, passes, rows,
    sum(covered_to IS NULL OR from_at > covered_to) OVER (ORDER BY from_at, to_at) AS stretch
FROM ordered;

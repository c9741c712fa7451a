-- Each interval of the ledger with its stretch's number: intervals that touch or overlap share one.
CREATE VIEW _coverage_numbered AS
WITH ordered AS (
    SELECT rowid AS entry, *, max(to_at) OVER (
        ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_to
    FROM coverage
)
SELECT
    entry, from_at, to_at, run_id, pages, passes, rows,
    sum(covered_to IS NULL OR from_at > covered_to) OVER (ORDER BY from_at, to_at) AS stretch
FROM ordered;

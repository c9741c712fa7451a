-- The intervals of the ledger that touch or overlap, joined. Between two stretches is a gap.
CREATE VIEW _coverage_stretch AS
WITH ordered AS (
    SELECT from_at, to_at, max(to_at) OVER (
        ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_to
    FROM coverage
), numbered AS (
    SELECT from_at, to_at, sum(covered_to IS NULL OR from_at > covered_to)
        OVER (ORDER BY from_at, to_at) AS stretch
    FROM ordered
)
SELECT min(from_at) AS from_at, max(to_at) AS to_at
FROM numbered GROUP BY stretch ORDER BY stretch;

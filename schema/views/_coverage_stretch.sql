-- The intervals of the ledger, merged where they touch or overlap. Between two stretches is a gap.
CREATE VIEW _coverage_stretch AS
SELECT min(from_at) AS from_at, max(to_at) AS to_at
FROM _coverage_numbered GROUP BY stretch ORDER BY stretch;

-- The purchases begun before the moment; an event counts from when it happened, not
-- from when a run took it in.
CREATE TEMP VIEW _millom_purchase AS
SELECT * FROM main._millom_purchase WHERE opened_at < (SELECT instant FROM _as_of);

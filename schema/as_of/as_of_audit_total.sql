-- The totals of those audits.
CREATE TEMP VIEW _audit_total AS
SELECT * FROM main._audit_total WHERE audit IN (SELECT id FROM _audit);

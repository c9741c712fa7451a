-- The differences found by those audits.
CREATE TEMP VIEW _audit_difference AS
SELECT * FROM main._audit_difference WHERE audit IN (SELECT id FROM _audit);

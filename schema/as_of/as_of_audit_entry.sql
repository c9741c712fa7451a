-- The entries of those audits.
CREATE TEMP VIEW _audit_entry AS
SELECT * FROM main._audit_entry WHERE audit IN (SELECT id FROM _audit);

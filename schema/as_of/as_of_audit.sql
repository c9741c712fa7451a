-- The audits made before the moment.
CREATE TEMP VIEW _audit AS
SELECT * FROM main._audit WHERE audited_at < (SELECT instant FROM _as_of);

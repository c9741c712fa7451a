-- The values of differing lines, and the excluded totals.
CREATE VIEW audit_difference AS
SELECT audit AS audit_id, entry, field, file_value, mirror_value FROM _audit_difference;

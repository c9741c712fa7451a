-- What differing lines say, and the totals that were left out.
CREATE VIEW audit_difference AS
SELECT audit AS audit_id, entry, field, file_value, mirror_value FROM _audit_difference;

-- The findings of each audit, as added up then.
CREATE VIEW audit_total AS
SELECT audit AS audit_id, result, line_count, number_count, amount FROM _audit_total;

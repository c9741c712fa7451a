-- Each line as it was judged, and each number that the list lacked.
CREATE VIEW audit_entry AS
SELECT audit AS audit_id, entry, line, msisdn, result, reason, amount, cost_centre, account_id, repeats_line
FROM _audit_entry;

-- Each line as judged, each excluded row, and each number that the list lacked.
CREATE VIEW audit_entry AS
SELECT
    audit AS audit_id, entry, line, msisdn, result, reason, amount, cost_centre, account_id, repeats_line, sheet, repeats_sheet
FROM _audit_entry;

-- The findings of the audit :audit, line by line: those of one :result, or all except those in :without. A
-- line that differs in several columns has a row for each, with its amount in the first, so that the amounts
-- add up. The file_value of an excluded total is the stated total.
WITH
known (place, result) AS (VALUES
    (1, 'only there'), (2, 'differing'), (3, 'doubled'), (4, 'unreadable'), (5, 'only here'), (6, 'matched'),
    (7, 'left out'))
SELECT
    entry.result, entry.line, entry.msisdn, entry.reason, difference.field, difference.file_value,
    difference.mirror_value,
    iif(difference.field IS NULL OR difference.field = (
        SELECT min(field) FROM audit_difference AS first
        WHERE first.audit_id = entry.audit_id AND first.entry = entry.entry), entry.amount, NULL) AS amount,
    entry.cost_centre, entry.account_id, entry.repeats_line, entry.sheet, entry.repeats_sheet
FROM known
CROSS JOIN audit_entry AS entry ON entry.result = known.result AND entry.audit_id = :audit
LEFT JOIN audit_difference AS difference
    ON difference.audit_id = entry.audit_id AND difference.entry = entry.entry
WHERE coalesce(known.result = :result, 1) AND known.result IS NOT :without
ORDER BY known.place, iif(entry.line IS NULL, NULL, entry.entry), entry.msisdn, entry.entry, difference.field;

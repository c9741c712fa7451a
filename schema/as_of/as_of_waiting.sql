-- What waited then, the mirror does not remember: a row for each measure, whose count is unknown.
CREATE TEMP VIEW _waiting AS
SELECT column1 AS measure, NULL AS detail, NULL AS count, NULL AS from_at
FROM (VALUES ('unconfirmed'), ('quarantined'), ('unreadable_list_row'));

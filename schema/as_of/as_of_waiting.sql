-- The mirror does not remember what waited then: one row per measure, with an unknown count.
CREATE TEMP VIEW _waiting AS
SELECT column1 AS measure, NULL AS detail, NULL AS count, NULL AS from_at
FROM (VALUES ('unconfirmed'), ('quarantined'), ('unreadable_list_row'));

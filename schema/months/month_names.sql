-- The current names of the groups.
SELECT 'account:' || id AS "group", reference1 AS name FROM account WHERE reference1 IS NOT NULL
UNION ALL
SELECT 'type:' || id, name FROM subscription_type WHERE name IS NOT NULL
UNION ALL
SELECT 'organization:' || org_number, name FROM organization WHERE name IS NOT NULL;

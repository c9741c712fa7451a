-- Who uses, pays for and owns each living subscription now.
CREATE VIEW party AS
SELECT msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name
FROM party_history
WHERE observed_to IS NULL;

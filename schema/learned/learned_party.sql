-- The people and organizations; for a number seen late, its first known ones.
CREATE TEMP VIEW party AS
SELECT msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name
FROM party_history
WHERE observed_to IS NULL AND msisdn NOT IN (SELECT msisdn FROM _late)
UNION ALL
SELECT
    party.msisdn, party.role, party.kind, party.first_name, party.middle_name, party.last_name, party.birth_date,
    party.org_number, party.organization_name
FROM _late AS late
JOIN main.party_history AS party ON party.msisdn = late.msisdn
WHERE party.observed_from <= late.seen_from AND coalesce(party.observed_to > late.seen_from, 1);

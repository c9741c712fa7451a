-- title: Users without a name
-- title nb: Brukere uten navn
-- description: Listed subscriptions whose user is unknown or has an incomplete name. Blank texts and placeholders such as N/A count as missing. Organizations with a name are users like any other and are left out; so are numbers that are gone.
-- description nb: Abonnementer på listen der brukeren er ukjent eller har et ufullstendig navn. Blanke tekster og ord som N/A regnes som manglende. Organisasjoner med navn er brukere som andre og er utelatt; det er også numre som er borte.
-- column: msisdn msisdn "The number."
-- column: missing text "user: no user is known; name: a person without any name; first name; last name; organization name."
-- column: first_name text name "The user's first name."
-- column: last_name text name "The user's last name."
-- column: org_number id "The number of the user's organization."
-- column: subscription_type text "The type's name."
-- column: account_id id "The invoice account that lists it."
-- column: user_reference1 text reference "The first user reference."
-- column: valid_to_date date "The last day on which it is valid. Empty: no end is set."
-- words: missing
WITH named AS (
    SELECT
        subscription.*, party.kind, party.first_name, party.last_name, party.org_number,
        iif(text_is(party.first_name) = 'text', party.first_name, NULL) AS known_first_name,
        iif(text_is(party.last_name) = 'text', party.last_name, NULL) AS known_last_name,
        iif(text_is(coalesce(organization.name, party.organization_name)) = 'text',
            coalesce(organization.name, party.organization_name), NULL) AS known_organization
    FROM subscription
    LEFT JOIN party ON party.msisdn = subscription.msisdn AND party.role = 'user'
    LEFT JOIN organization ON organization.org_number = party.org_number
    WHERE subscription.gone_at IS NULL
),
judged AS (
    SELECT
        *,
        CASE
            WHEN kind IS NULL THEN 'user'
            WHEN kind = 'organization' THEN iif(known_organization IS NULL, 'organization name', NULL)
            WHEN known_first_name IS NULL AND known_last_name IS NULL THEN 'name'
            WHEN known_first_name IS NULL THEN 'first name'
            WHEN known_last_name IS NULL THEN 'last name'
        END AS missing
    FROM named
)
SELECT
    judged.msisdn, judged.missing, judged.first_name, judged.last_name, judged.org_number,
    subscription_type.name AS subscription_type, judged.account_id, judged.user_reference1,
    judged.valid_to_date
FROM judged
LEFT JOIN subscription_type ON subscription_type.id = judged.subscription_type_id
WHERE judged.missing IS NOT NULL
ORDER BY judged.missing, judged.msisdn;

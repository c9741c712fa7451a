-- title: Subscriptions by organization
-- title nb: Abonnementer per organisasjon
-- description: Listed subscriptions by owning, paying or using organization and state. Organizations without a number are distinguished by name. A person acting for an organization counts with it; persons without one are one row, and unknown parties another. Numbers that are gone are left out; the counts add up to the number of listed subscriptions.
-- description nb: Abonnementer på listen per organisasjon som eier, betaler eller bruker, og tilstand. Organisasjoner uten nummer skilles ved navnet. En person som handler for en organisasjon, teller med den; personer uten er én rad, og ukjente parter en annen. Numre som er borte, er utelatt; antallene summerer seg til antallet abonnementer på listen.
-- parameter: role text owner|payer|user default owner "The organization's role." "Organisasjonens rolle."
-- column: org_number id "The organization's number. Empty: see party."
-- column: organization text "The organization's name."
-- column: party text "organization; person: one without an organization; organization without number; or not known."
-- column: subscription_count count "Listed subscriptions of the organization."
-- column: share_percent percent "Their share of all listed subscriptions; the shares add up to 100."
-- column: in_use_count count "Those in use: active, without an end date."
-- column: barred_count count "Those that are barred."
-- column: on_notice_count count "Those whose last day has not passed."
-- column: ended_count count "Those that have ended and are still listed."
-- column: status_unknown_count count "Those without a known status. These five add up to subscription_count."
-- column: account_count count "How many invoice accounts list them."
-- fold: subscription_count adding share_percent in_use_count barred_count on_notice_count ended_count status_unknown_count
WITH
-- Materialized: otherwise SQLite works the state out again for each of the sums.
listed AS MATERIALIZED (
    SELECT msisdn, account_id, state FROM _subscription_state WHERE state <> 'gone'
),
counted AS MATERIALIZED (
    SELECT
        party.org_number,
        iif(party.org_number IS NULL, party.organization_name, NULL) AS organization_name,
        CASE
            WHEN party.org_number IS NOT NULL THEN 'organization'
            WHEN party.organization_name IS NOT NULL OR party.kind = 'organization'
                THEN 'organization without number'
            WHEN party.kind = 'person' THEN 'person'
            ELSE 'not known'
        END AS party,
        count(*) AS subscription_count,
        sum(state = 'in use') AS in_use_count, sum(state = 'barred') AS barred_count,
        sum(state = 'on notice') AS on_notice_count, sum(state = 'ended') AS ended_count,
        sum(state = 'status unknown') AS status_unknown_count,
        count(DISTINCT number.account_id) AS account_count
    FROM listed AS number
    LEFT JOIN party ON party.msisdn = number.msisdn AND party.role = :role
    GROUP BY 1, 2, 3
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, org_number, party, organization_name) AS place
    FROM share
)
SELECT
    ranked.org_number, coalesce(organization.name, ranked.organization_name) AS organization, party, subscription_count,
    (points + (place <= missing)) / 100.0 AS share_percent,
    in_use_count, barred_count, on_notice_count, ended_count, status_unknown_count, account_count
FROM ranked
LEFT JOIN organization ON organization.org_number = ranked.org_number
ORDER BY subscription_count DESC, 1, 3, 2 COLLATE norwegian;

-- title: Allocation of an audited amount
-- title nb: Fordeling av et kontrollert beløp
-- description: The amount of an audited list, allocated to the cost centres or accounts of its numbers at the time of the audit. Amounts that cannot be allocated form their own groups. Parts are rounded by the largest remainders, so that they add up to the rounded total.
-- description nb: Beløpet i en kontrollert liste, fordelt på kostnadsstedene eller kontoene til numrene på tidspunktet for kontrollen. Beløp som ikke kan fordeles, er egne grupper. Delene er rundet av etter største rest, så de summerer seg til den avrundede summen.
-- parameter: of text required "The audit: its id, or its name for the latest with that name." "Kontrollen: id-en, eller navnet for den siste med det navnet."
-- parameter: by text cost-centre|account default cost-centre "What to allocate by." "Hva det fordeles etter."
-- parameter: decimals integer 0..6 default 2 "Decimals of each part." "Desimaler i hver del."
-- column: booked_date date "The day as of which the list was compared: the invoice date."
-- column: text text "The audit's name and month, as text for the voucher."
-- column: group_is text "cost centre or account; no cost centre or no account; not in the mirror; seen only after the period; gone or ended before the period; unreadable: a line without a number; forgotten."
-- column: group_id text reference "The cost centre or account number. Empty: see group_is."
-- column: amount decimal "The rounded part; the parts add up to the rounded audited amount."
-- column: exact_amount decimal "The exact sum of its lines."
-- column: line_count count "Lines with an amount."
-- column: number_count count "Different numbers on them."
-- column: audit_id id "The audit."
-- column: cost_centre_name text reference "What report.cost_centre_map calls the cost centre."
-- column: unusable text "Why nothing can be allocated; if set, nothing is written, and the report fails."
-- column: unknown text "Why there is no such audit; if set, nothing is written, and the report fails."
-- check: unknown usage "there is no such audit"
-- check: unusable data "nothing can be allocated"
-- needs: group_id by=cost-centre
-- fold: number_count adding amount exact_amount line_count
-- only: report.cost_centre_map cost_centre_name
WITH
chosen AS MATERIALIZED (
    SELECT * FROM audit
    WHERE id = coalesce(
        (SELECT id FROM audit WHERE CAST(id AS TEXT) = :of), (SELECT max(id) FROM audit WHERE name = :of))
),
placed AS (
    SELECT
        entry.amount, entry.msisdn,
        iif(:by = 'account', entry.account_id, entry.cost_centre) AS group_id,
        CASE
            WHEN iif(:by = 'account', entry.account_id, entry.cost_centre) IS NOT NULL
                THEN iif(:by = 'account', 'account', 'cost centre')
            WHEN entry.result = 'unreadable' THEN 'unreadable'
            WHEN entry.reason IN ('not in the mirror', 'seen only after the period') THEN entry.reason
            WHEN entry.reason LIKE '% before the period' THEN 'gone or ended before the period'
            WHEN entry.msisdn IS NULL THEN 'forgotten'
            ELSE iif(:by = 'account', 'no account', 'no cost centre')
        END AS group_is
    FROM chosen
    JOIN audit_entry AS entry ON entry.audit_id = chosen.id
    WHERE entry.amount IS NOT NULL
),
summed AS MATERIALIZED (
    SELECT
        group_is, group_id, decimal_sum(amount) AS exact_amount, count(*) AS line_count,
        count(DISTINCT msisdn) AS number_count,
        row_number() OVER (ORDER BY group_is NOT IN ('cost centre', 'account'), group_is, group_id) - 1 AS place
    FROM placed
    GROUP BY group_is, group_id
),
part AS MATERIALIZED (
    SELECT decimal_parts(json_group_array(exact_amount), :decimals) AS amounts
    FROM (SELECT exact_amount FROM summed ORDER BY place)
),
line AS (
    SELECT
        place, group_is, group_id, part.amounts ->> summed.place AS amount, exact_amount, line_count, number_count,
        NULL AS unusable, NULL AS unknown
    FROM summed, part
    UNION ALL
    SELECT
        -1, NULL, NULL, NULL, NULL, 0, 0, NULL,
        coalesce(
            'the audit ' || :of || ' was first made at ' || (
                -- Of all audits, also where an earlier moment is shown.
                SELECT coalesce(min(iif(CAST(id AS TEXT) = :of, audited_at, NULL)), min(audited_at)) FROM main.audit
                WHERE CAST(id AS TEXT) = :of OR name = :of)
                || ', later than the time asked for: give a later --as-of, or none',
            'there is no audit ' || :of || ': see submirror audit list')
    WHERE NOT EXISTS (SELECT 1 FROM chosen)
    UNION ALL
    SELECT
        -1, NULL, NULL, NULL, NULL, 0, 0,
        iif(
            EXISTS (SELECT 1 FROM audit_entry WHERE audit_id = chosen.id AND instr(reason, 'amount ') = 1),
            'none of its amounts can be read: see submirror audit show ' || chosen.id,
            'it has no amounts: name their column with --map …=amount'),
        NULL
    FROM chosen
    WHERE amount IS NULL
)
SELECT
    chosen.as_of_date AS booked_date, chosen.name || ' ' || substr(chosen.period_from_date, 1, 7) AS text, group_is,
    group_id, line.amount, exact_amount, line.line_count, number_count, chosen.id AS audit_id,
    iif(group_is = 'cost centre', cost_centre_name(group_id), NULL) AS cost_centre_name, unusable, unknown
FROM line
LEFT JOIN chosen
ORDER BY place;

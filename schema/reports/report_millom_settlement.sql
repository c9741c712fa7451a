-- title: Settlement of purchases at Millom
-- title nb: Avregning av kjøp hos Millom
-- description: The results of purchases by month, operator, currency and fund source: those open at the beginning of the month plus the new ones equal those completed, failed or abandoned in it plus those unknown or still open at its end. A purchase with an unknown result stays open until it is resolved. Months are those of report.time_zone.
-- description nb: Hva det ble av kjøpene per måned, operatør, valuta og betalingskilde: de åpne ved månedens begynnelse pluss de nye er lik de fullførte, mislykkede eller oppgitte i måneden pluss de ukjente eller fortsatt åpne ved månedens slutt. Et kjøp med ukjent resultat er åpent til det er avklart. Månedene er de i report.time_zone.
-- parameter: month text optional "Only this month, such as 2026-10." "Bare denne måneden, som 2026-10."
-- column: month month "The month."
-- column: operator text "The operator."
-- column: currency text "ISO 4217. Empty: the offer named none."
-- column: fund_source text "WALLET or LOAN."
-- column: opening_open_count count "Open when the month began."
-- column: new_count count "Opened in it."
-- column: completed_count count "Completed in it."
-- column: failed_count count "Failed in it, or never sent."
-- column: unknown_count count "Unknown at its end: nobody knows whether they were made."
-- column: still_open_count count "Still open at its end: Millom is processing them."
-- column: opening_open_amount decimal "Total cost of those open at the beginning."
-- column: new_amount decimal "Total cost of the new ones."
-- column: completed_amount decimal "Total cost of the completed ones."
-- column: failed_amount decimal "What the failed ones would have cost in total."
-- column: unknown_amount decimal "Total cost of the unknown ones, if they were made."
-- column: still_open_amount decimal "Total cost of those still open."
-- column: unbalanced_count count "By how many purchases the figures do not add up; if set, the report fails."
-- check: unbalanced_count "the figures of a month do not add up"
WITH RECURSIVE
fact AS MATERIALIZED (
    SELECT
        purchase.transid, purchase.operator, purchase.currency, purchase.fund_source, purchase.cost,
        event.number, event.state, substr(local_day(event.at), 1, 7) AS month
    FROM millom_purchase AS purchase
    JOIN millom_purchase_event AS event ON event.transid = purchase.transid
),
-- The month of each end is that of the first event with it: a later one never moves it.
life AS (
    SELECT
        transid, operator, currency, fund_source, cost, min(month) AS opened_in,
        min(month) FILTER (WHERE state IN ('completed', 'failed', 'abandoned')) AS ended_in
    FROM fact
    GROUP BY transid
),
span AS (
    SELECT min(opened_in) AS first_month, max(substr(report_day(), 1, 7), max(opened_in)) AS last_month
    FROM life
),
calendar (month) AS (
    SELECT first_month FROM span WHERE first_month IS NOT NULL
    UNION ALL
    SELECT strftime('%Y-%m', month || '-01', '+1 month') FROM calendar, span WHERE month < last_month
),
-- From each month with events on, until the next one, the state after the last of all events so far.
told AS (
    SELECT
        transid, month, lead(month) OVER purchase AS next_month,
        substr(max(max(substr('00000000' || number, -9) || state)) OVER purchase, 10) AS state
    FROM fact
    GROUP BY transid, month
    WINDOW purchase AS (PARTITION BY transid ORDER BY month)
),
standing AS (
    SELECT
        calendar.month, life.operator, life.currency, life.fund_source, life.cost, life.opened_in, life.ended_in,
        told.state
    FROM told
    JOIN life ON life.transid = told.transid
    JOIN calendar
        ON calendar.month >= told.month AND (told.next_month IS NULL OR calendar.month < told.next_month)
        AND (life.ended_in IS NULL OR life.ended_in >= calendar.month)
    WHERE :month IS NULL OR calendar.month = :month
),
counted AS (
    SELECT
        month, operator, currency, fund_source,
        sum(opened_in < month) AS opening_open_count, sum(opened_in = month) AS new_count,
        sum(ended_in IS month AND state = 'completed') AS completed_count,
        sum(ended_in IS month AND state IN ('failed', 'abandoned')) AS failed_count,
        sum(ended_in IS NOT month AND state = 'unknown') AS unknown_count,
        sum(ended_in IS NOT month AND state <> 'unknown') AS still_open_count,
        decimal_sum(cost) FILTER (WHERE opened_in < month) AS opening_open_amount,
        decimal_sum(cost) FILTER (WHERE opened_in = month) AS new_amount,
        decimal_sum(cost) FILTER (WHERE ended_in IS month AND state = 'completed') AS completed_amount,
        decimal_sum(cost) FILTER (WHERE ended_in IS month AND state IN ('failed', 'abandoned')) AS failed_amount,
        decimal_sum(cost) FILTER (WHERE ended_in IS NOT month AND state = 'unknown') AS unknown_amount,
        decimal_sum(cost) FILTER (WHERE ended_in IS NOT month AND state <> 'unknown') AS still_open_amount
    FROM standing
    GROUP BY month, operator, currency, fund_source
)
SELECT
    *,
    nullif(
        opening_open_count + new_count - completed_count - failed_count - unknown_count - still_open_count, 0
    ) AS unbalanced_count
FROM counted
ORDER BY month DESC, operator, currency, fund_source;

-- title: Running out at Millom
-- title nb: Går snart tom hos Millom
-- description: What subscribers have at Millom that ends within a number of days or is nearly used up: plans, wallets and gauges. Left out: what has no end date and is not nearly used up; unlimited gauges are never used up.
-- description nb: Det abonnenter har hos Millom som slutter innen et antall dager eller nesten er brukt opp: planer, lommebøker og målere. Utelatt er det som ikke har noen sluttdato og ikke nesten er brukt opp; ubegrensede målere blir aldri brukt opp.
-- parameter: days integer 0..3660 default 7 "The largest number of days until the end." "Det største antallet dager til slutten."
-- parameter: percent integer 0..100 default 10 "A gauge counts as nearly used up if at most this share is left." "En måler regnes som nesten brukt opp når høyst denne andelen er igjen."
-- column: subscriber text number "The id that Millom knows: a number, a CPID or an OPET."
-- column: what text "plan: it expires; wallet: its money expires; gauge: it is nearly used up."
-- column: plan_id id "For a plan or a gauge: Millom's id of the plan."
-- column: name text "Its name, or the wallet's type."
-- column: expires_at instant "When it expires. Empty: no end is set."
-- column: remaining count "For a gauge: what is left, in unit."
-- column: quota count "For a gauge: what there was at first, in unit."
-- column: unit text "For a gauge: bytes, data-minutes, voice-minutes or sms; for a wallet: its currency."
-- column: percent_left percent "For a gauge: the share that is left."
-- column: user_reference1 text reference "The first user reference of the subscription with this number."
WITH named AS (
    SELECT
        item.*,
        /* see fragments/millom_name.sql */
        AS name
    FROM (SELECT *, 'plan' AS owner FROM millom_plan) AS item
),
ending AS (
    SELECT
        subscriber, 'plan' AS what, plan_id, name, expires_at, NULL AS remaining, NULL AS quota, NULL AS unit,
        NULL AS percent_left
    FROM named
    WHERE local_day(expires_at) BETWEEN report_day() AND date(report_day(), :days || ' days')
    UNION ALL
    SELECT subscriber, 'wallet', NULL, balance_type, expires_at, NULL, NULL, currency, NULL
    FROM millom_money_balance
    WHERE local_day(expires_at) BETWEEN report_day() AND date(report_day(), :days || ' days')
    UNION ALL
    SELECT
        gauge.subscriber, 'gauge', gauge.plan_id, named.name, named.expires_at, gauge.remaining, gauge.quota,
        gauge.unit, round(100.0 * gauge.remaining / gauge.quota, 1)
    FROM millom_plan_gauge AS gauge
    LEFT JOIN named
        ON named.subscriber = gauge.subscriber AND named.plan_id = gauge.plan_id
        AND named.occurrence = gauge.plan_occurrence
    WHERE gauge.quota > 0 AND gauge.remaining * 100.0 <= gauge.quota * :percent
)
SELECT ending.*, subscription.user_reference1
FROM ending
LEFT JOIN subscription ON subscription.msisdn = ending.subscriber
ORDER BY coalesce(ending.expires_at, '9999'), ending.subscriber, ending.what, ending.plan_id, ending.unit;

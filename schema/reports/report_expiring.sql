-- title: Ending soon
-- title nb: Slutter snart
-- description: Listed subscriptions and add-ons whose end date is within a number of days, earliest first. Left out: those without an end date, usage quotas and bindings (see expiring-quotas and bindings), and those that have already ended (see ended-but-listed).
-- description nb: Abonnementer på listen og tilleggstjenester med sluttdato innen et antall dager, tidligst først. Utelatt er de uten sluttdato, forbrukskvoter og bindinger (se expiring-quotas og bindings), og de som allerede er avsluttet (se ended-but-listed).
-- parameter: days integer 0..36500 default 30 "Number of days from the first day." "Antall dager fra den første dagen."
-- parameter: what text all|subscription|add-on|on-notice default all "What ends. on-notice: subscriptions in that state, so without the barred ones." "Hva som slutter. on-notice: abonnementer i den tilstanden, altså uten de sperrede."
-- parameter: from start optional "The first day. Default: the report's day." "Den første dagen. Standard: rapportens dag."
-- column: ends_on date "The last day on which it is valid."
-- column: days_left days "Days from the report's day until then; 0: it is the last day."
-- column: what text "subscription or add-on."
-- column: msisdn msisdn "The number."
-- column: product_id id "The API's number of the subscription type, or of the add-on."
-- column: product text "Its name."
-- column: cancellable boolean "For an add-on: 1: it may be cancelled, 0: it may not."
-- column: status text "The subscription's status, in the API's words."
-- column: account_id id "The invoice account that lists the subscription."
-- column: user_reference1 text reference "The first user reference."
WITH
period AS MATERIALIZED (
    SELECT first_day, date(first_day, :days || ' days') AS last_day
    FROM (SELECT coalesce(local_day(:from), report_day()) AS first_day)
),
-- Each half asks for the period itself: otherwise SQLite looks up the names of all add-ons first.
ending AS (
    SELECT
        valid_to_date AS ends_on, 'subscription' AS what, msisdn, subscription_type_id AS product_id,
        (SELECT name FROM subscription_type WHERE id = subscription_type_id) AS product, NULL AS cancellable
    FROM _subscription_state
    WHERE :what <> 'add-on' AND gone_at IS NULL AND (:what <> 'on-notice' OR state = 'on notice')
        AND valid_to_date BETWEEN (SELECT first_day FROM period) AND (SELECT last_day FROM period)
    UNION ALL
    SELECT valid_to, 'add-on', msisdn, product_id, name, cancellable
    FROM add_on
    WHERE :what IN ('all', 'add-on')
        AND valid_to BETWEEN (SELECT first_day FROM period) AND (SELECT last_day FROM period)
)
SELECT
    ending.ends_on,
    CAST(julianday(ending.ends_on) - julianday(report_day()) AS INTEGER) AS days_left,
    ending.what, ending.msisdn, ending.product_id, ending.product, ending.cancellable,
    subscription.status, subscription.account_id, subscription.user_reference1
FROM ending
JOIN subscription ON subscription.msisdn = ending.msisdn
ORDER BY ending.ends_on, ending.msisdn, ending.what DESC, ending.product_id;

-- Each purchase with its state after its last event.
-- closed_at is the first event that ended it.
CREATE VIEW millom_purchase AS
SELECT
    transid, subscriber, operator, plan_id,
    (SELECT event.state FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid ORDER BY event.step DESC LIMIT 1) AS state,
    fund_source, cost, currency, asked_by, opened_at,
    (SELECT event.at FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid AND event.state IN ('completed', 'failed', 'abandoned')
        ORDER BY event.step LIMIT 1) AS closed_at,
    (SELECT event.confirmation_code FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid AND event.confirmation_code IS NOT NULL
        ORDER BY event.step DESC LIMIT 1) AS confirmation_code,
    (SELECT event.error_cause FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid AND event.error_cause IS NOT NULL
        ORDER BY event.step DESC LIMIT 1) AS error_cause
FROM _millom_purchase AS purchase;

-- Millom's notifications, in the order in which they were taken in.
CREATE VIEW millom_notification AS
SELECT
    transaction_id, received_at, subscriber, key_type, operator, type, plan_id, plan_balance, plan_quota,
    plan_expires_at, total_balance, delta_balance, currency
FROM _millom_notification;

-- The settings of each living subscription now.
CREATE VIEW setting AS
SELECT msisdn, setting_id, occurrence, name, active, can_activate, can_deactivate
FROM setting_history
WHERE observed_to IS NULL;

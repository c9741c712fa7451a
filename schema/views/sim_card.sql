-- The SIM cards of each living subscription now.
CREATE VIEW sim_card AS
SELECT msisdn, icc_id, occurrence, sim_msisdn, type
FROM sim_card_history
WHERE observed_to IS NULL;

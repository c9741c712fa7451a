-- The add-ons of each living subscription now.
CREATE VIEW add_on AS
SELECT msisdn, product_id, occurrence, name, cancellable, valid_to
FROM add_on_history
WHERE observed_to IS NULL;

-- What happened to each purchase. DuckDB reads the text of a view for itself, and "at" is a word of its grammar.
CREATE VIEW millom_purchase_event AS
SELECT transid, step AS number, "at", kind, state, message, error_cause, confirmation_code, recorded_by
FROM _millom_purchase_event;

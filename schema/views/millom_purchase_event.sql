-- The events of each purchase. "at" is quoted, as DuckDB parses a view's text itself and at is its keyword.
CREATE VIEW millom_purchase_event AS
SELECT transid, step AS number, "at", kind, state, message, error_cause, confirmation_code, recorded_by
FROM _millom_purchase_event;

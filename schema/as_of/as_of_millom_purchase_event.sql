-- The events of those purchases.
CREATE TEMP VIEW _millom_purchase_event AS
SELECT * FROM main._millom_purchase_event WHERE at < (SELECT instant FROM _as_of);

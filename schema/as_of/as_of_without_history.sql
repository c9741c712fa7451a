-- The relations of which only the present is kept. Whoever reads one as of an earlier time is refused, by a function
-- that fails, also where there would be no row.
CREATE TEMP VIEW subscription_binding AS
SELECT * FROM main.subscription_binding WHERE no_history('subscription_binding');
CREATE TEMP VIEW add_on_binding AS
SELECT * FROM main.add_on_binding WHERE no_history('add_on_binding');
CREATE TEMP VIEW subscription_usage_quota AS
SELECT * FROM main.subscription_usage_quota WHERE no_history('subscription_usage_quota');
CREATE TEMP VIEW add_on_usage_quota AS
SELECT * FROM main.add_on_usage_quota WHERE no_history('add_on_usage_quota');
CREATE TEMP VIEW add_on_order_type AS
SELECT * FROM main.add_on_order_type WHERE no_history('add_on_order_type');
CREATE TEMP VIEW orderable_add_on AS
SELECT * FROM main.orderable_add_on WHERE no_history('orderable_add_on');
CREATE TEMP VIEW anomaly AS
SELECT * FROM main.anomaly WHERE no_history('anomaly');
CREATE TEMP VIEW quarantine AS
SELECT * FROM main.quarantine WHERE no_history('quarantine');

-- Later observations that are known.
CREATE TEMP VIEW _learned AS
SELECT *
FROM main.subscription_history
WHERE observed_from >= (SELECT instant FROM _as_of) AND observed_from < (SELECT instant FROM _known);

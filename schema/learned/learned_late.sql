-- Contracts that had begun by the last day, and were seen only later: a number that is new, or that somebody else has.
CREATE TEMP VIEW _late AS
SELECT learned.*, min(learned.observed_from) AS seen_from
FROM _learned AS learned
LEFT JOIN _observed AS observed ON observed.msisdn = learned.msisdn
WHERE learned.gone_at IS NULL AND learned.valid_from_date <= (SELECT last_day FROM _known)
    AND (observed.msisdn IS NULL OR observed.valid_from_date < learned.valid_from_date)
GROUP BY learned.msisdn;

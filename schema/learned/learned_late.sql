-- Contracts that had begun by the last day but were seen only later: those of numbers that are new, or have a
-- new holder. If a complete comparison lacked the number on a day within its stated contract, the number was
-- not ours then: it counts from when it was seen, like one that moves here from another company.
CREATE TEMP VIEW _late AS
SELECT learned.*, min(learned.observed_from) AS seen_from
FROM _learned AS learned
LEFT JOIN _observed AS observed ON observed.msisdn = learned.msisdn
WHERE learned.gone_at IS NULL AND learned.valid_from_date <= (SELECT last_day FROM _known)
    AND (observed.msisdn IS NULL OR observed.valid_from_date < learned.valid_from_date)
    AND NOT EXISTS (
        SELECT 1 FROM main.sync_run AS comparison
        WHERE comparison.kind IN ('backfill', 'reconcile') AND comparison.outcome = 'complete'
            AND comparison.finished_at < learned.observed_from
            AND (observed.msisdn IS NULL OR observed.gone_at < comparison.started_at)
            AND local_day(comparison.started_at) >= learned.valid_from_date)
GROUP BY learned.msisdn;

-- title: Changes
-- description: What changed in a period, newest first: the numbers that came and went, and every field that is another.
-- parameter: since instant default -7d "From when on, this instant included."
-- parameter: until instant optional "Up to when, this instant excluded."
-- parameter: relation text subscription|party|sim_card|setting|add_on optional "Only changes of this relation."
SELECT observed_at, msisdn, relation, item, field, old_value, new_value, kind
FROM change
WHERE msisdn IN (SELECT msisdn FROM _subscription WHERE changed_at >= :since)
    AND observed_at >= :since
    AND (:until IS NULL OR observed_at < :until)
    AND (:relation IS NULL OR relation = :relation)
ORDER BY observed_at DESC, msisdn, relation, item, field, kind, old_value, new_value;

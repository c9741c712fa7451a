-- title: Changes
-- description: What changed in a period, newest first: the numbers that came and went, and every field that is another. The parties, cards, settings and add-ons that come or go with their number are left out.
-- parameter: since start default -7d "From when on, this moment included."
-- parameter: until end optional "Up to when."
-- parameter: relation text subscription|party|sim_card|setting|add_on optional "Only changes of this relation."
-- column: observed_at instant "When the mirror saw it; the API does not say when it happened."
-- column: msisdn msisdn "The number."
-- column: relation text "Where the field stands."
-- column: item text "Which row of the number: a role, a card, a product."
-- column: field text "The field. Empty: the row as a whole came or went."
-- column: old_value text "What it was; of a row that went, what it is called."
-- column: new_value text "What it is; of a row that came, what it is called."
-- column: kind text "added, removed or changed."
WITH
-- Numbers that have not changed since they were first seen, as most have not, have nothing to look for in change.
field AS (
    SELECT observed_at, msisdn, relation, item, field, old_value, new_value, kind
    FROM change
    WHERE msisdn IN (SELECT msisdn FROM _subscription WHERE changed_at >= :since AND changed_at <> first_seen_at)
        AND observed_at >= :since
    UNION ALL
    SELECT first_seen_at, msisdn, 'subscription', msisdn, NULL, NULL, NULL, 'added'
    FROM _subscription
    WHERE changed_at >= :since AND changed_at = first_seen_at
)
SELECT observed_at, msisdn, relation, item, field, old_value, new_value, kind
FROM field
WHERE (:until IS NULL OR observed_at < :until) AND (:relation IS NULL OR relation = :relation)
ORDER BY observed_at DESC, msisdn, relation, item, field, kind, old_value, new_value;

-- title: Changes
-- description: What changed in a period, newest first: the numbers that came and went, and every field that is another. What the first load found is left out, and so are the parties, cards, settings and add-ons that come or go with their number. A number that was given to somebody else (another user, and valid from a later day) is one row, not one for each field.
-- parameter: since start default -7d "From when on."
-- parameter: until end default now "Up to when."
-- parameter: relation text subscription|party|sim_card|setting|add_on optional "Only changes of this relation."
-- column: observed_at instant "When the mirror saw it; the API does not say when it happened."
-- column: msisdn msisdn "The number."
-- column: relation text "Where the field stands."
-- column: item text mixed "Which row of the number: a role, a card, a product."
-- column: field text "The field. Empty: the row as a whole came or went."
-- column: old_value text mixed "What it was; of a row that went, what it is called; of a new holder, from when the number was valid before."
-- column: new_value text mixed "What it is; of a row that came, what it is called; of a new holder, from when the number is valid."
-- column: kind text "Of a number: new, returned (after it was gone), new holder, gone; of a row: added, removed; of a field: changed, or learned: the account was not known before; of either: reread: a new version read the kept document otherwise, and nothing happened to the number."
WITH
/* see fragments/changes.sql */
SELECT observed_at, msisdn, relation, item, field, old_value, new_value, kind
FROM told
WHERE :relation IS NULL OR relation = :relation
ORDER BY observed_at DESC, msisdn, relation, item, field, kind, old_value, new_value;

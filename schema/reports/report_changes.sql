-- title: Changes
-- title nb: Endringer
-- description: Changes in a period, newest first: numbers that came and went, and every changed field. Left out: the first load, and the parties, cards, settings and add-ons that come or go with their number. A number with a new holder (another user, valid from a later day) is one row, not one per field.
-- description nb: Endringer i en periode, nyeste først: numre som kom og gikk, og hvert endrede felt. Utelatt er den første lastingen, og parter, kort, innstillinger og tilleggstjenester som kommer eller går med nummeret. Et nummer med ny innehaver (en annen bruker, gyldig fra en senere dag) er én rad, ikke én per felt.
-- parameter: since start default -7d "Start of the period." "Begynnelsen av perioden."
-- parameter: until end default now "End of the period." "Slutten av perioden."
-- parameter: relation text subscription|party|sim_card|setting|add_on optional "Only changes of this relation." "Bare endringer i denne relasjonen."
-- column: observed_at instant "When the mirror saw it; the API does not say when it happened."
-- column: msisdn msisdn "The number."
-- column: relation text "The field's relation."
-- column: item text mixed "Which row of the number: a role, a card, a product."
-- column: field text "The field. Empty: a whole row was added or removed."
-- column: old_value text mixed "The old value; for a removed row its name; for a new holder the previous first valid day."
-- column: new_value text mixed "The new value; for an added row its name; for a new holder the new first valid day."
-- column: kind text "For a number: new, returned (after it was gone), new holder, gone; for a row: added, removed; for a field: changed, or learned (the account was unknown before); for either: reread (a new program version read the stored document differently; the number did not change)."
WITH
/* see fragments/changes.sql */
SELECT observed_at, msisdn, relation, item, field, old_value, new_value, kind
FROM told
WHERE :relation IS NULL OR relation = :relation
ORDER BY observed_at DESC, msisdn, relation, item, field, kind, old_value, new_value;

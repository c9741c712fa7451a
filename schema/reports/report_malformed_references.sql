-- title: Malformed references
-- title nb: Feilskrevne referanser
-- description: Listed subscriptions whose cost-centre text is malformed: report.cost_centre_pattern does not match it (checked only if a pattern is set), it has leading or trailing white space, or a line break, tab or other unusual white space inside, or the same words occur in another spelling on more subscriptions: with other capitals, other blanks, or letters composed differently. Missing texts, blank ones and placeholders are in missing-references; numbers that are gone are left out.
-- description nb: Abonnementer på listen der teksten med kostnadsstedet er feilskrevet: report.cost_centre_pattern passer ikke (bare når et mønster er satt), den har mellomrom foran eller bak, eller linjeskift, tabulator eller andre uvanlige mellomrom inni, eller de samme ordene er skrevet på en annen måte for flere abonnementer: med andre store bokstaver, andre mellomrom eller bokstaver som er satt sammen på en annen måte. Tekster som mangler, blanke tekster og ord som N/A står i missing-references; numre som er borte, er utelatt.
-- parameter: reference text user_reference1|user_reference2|user_reference3|account_reference1|account_reference2|account_reference3 default setting:report.cost_centre "The field to check." "Feltet som kontrolleres."
-- column: msisdn msisdn "The number."
-- column: malformed text "The faults, separated by ;: no match, white space around, unusual white space within, other spelling."
-- column: reference text reference "The text, exactly as it was typed."
-- column: same_text_count count "How many listed subscriptions have the same text."
-- column: spellings text mixed "All spellings of these words with their number of subscriptions, most frequent first. Empty: this is the only one."
-- column: user_name text name "First and last name of the user, if it is a person."
-- column: subscription_type text "The type's name."
-- column: account_id id "The invoice account that lists it."
-- needs: reference
WITH referenced AS (
    SELECT
        number.msisdn, number.subscription_type_id, number.account_id,
/* see fragments/reference.sql */
        AS reference
    FROM subscription AS number
    LEFT JOIN account ON account.id = number.account_id
    WHERE number.gone_at IS NULL
),
written AS MATERIALIZED (
    SELECT reference, folded(reference) AS words, count(*) AS same_text_count
    FROM referenced
    WHERE text_is(reference) = 'text'
    GROUP BY reference
),
placed AS MATERIALIZED (
    SELECT
        reference, row_number() OVER spelled AS place,
        group_concat(reference || ' (' || same_text_count || ')', '; ') OVER whole AS spellings
    FROM written
    -- Most words have one spelling, and need no windows.
    WHERE words IN (SELECT words FROM written GROUP BY words HAVING count(*) > 1)
    WINDOW spelled AS (PARTITION BY words ORDER BY same_text_count DESC, reference),
        whole AS (spelled ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
judged AS (
    SELECT
        written.reference, written.same_text_count, placed.spellings,
        substr(
            iif(cost_centre(written.reference) IS NULL, '; no match', '')
            || iif(is_blank_around, '; white space around', '')
            || iif(iif(is_blank_around, trim(written.reference, characters), written.reference)
                    GLOB '*[' || replace(characters, ' ', '') || ']*'
                OR instr(trim(written.reference), '  ') > 0, '; unusual white space within', '')
            || iif(placed.place > 1, '; other spelling', ''), 3) AS malformed
    FROM (
        -- By the first and the last character alone: trim() takes its characters apart anew for each text. substr() ends
        -- at a NUL.
        SELECT
            written.*, characters,
            iif(
                instr(reference, char(0)) > 0, trim(reference, characters) <> reference,
                instr(characters, substr(reference, 1, 1)) > 0 OR instr(characters, substr(reference, -1)) > 0)
                AS is_blank_around
        FROM (SELECT characters FROM _blank) CROSS JOIN written
    ) AS written
    LEFT JOIN placed ON placed.reference = written.reference
),
malformed AS MATERIALIZED (
    SELECT reference, same_text_count, spellings, malformed
    FROM judged
    WHERE malformed <> ''
    -- Each reference is there once; but without this, SQLite takes them for few and makes no index for the join below.
    GROUP BY reference
)
SELECT
    referenced.msisdn, malformed.malformed, malformed.reference, malformed.same_text_count, malformed.spellings,
    nullif(trim(coalesce(party.first_name, '') || ' ' || coalesce(party.last_name, '')), '') AS user_name,
    subscription_type.name AS subscription_type, referenced.account_id
FROM referenced
CROSS JOIN malformed ON malformed.reference = referenced.reference
LEFT JOIN party ON party.msisdn = referenced.msisdn AND party.role = 'user'
LEFT JOIN subscription_type ON subscription_type.id = referenced.subscription_type_id
ORDER BY malformed.malformed, malformed.reference COLLATE norwegian, referenced.msisdn;

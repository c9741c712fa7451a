-- title: Possible duplicates of a person
-- title nb: Mulige dobbeltføringer av en person
-- description: Users who may be the same person: one row per person with several living subscriptions, and one per pair of spellings with the same birth date that differ only in case, blanks, composed or decomposed letters, points, commas or word order, or in one initial that the other writes out or omits. Nothing else is guessed; users without a birth date are not compared.
-- description nb: Brukere som kan være samme person: én rad per person med flere levende abonnementer, og én per par av skrivemåter med samme fødselsdato som bare skiller seg i store bokstaver, mellomrom, sammensatte bokstaver, punktum, komma eller ordenes rekkefølge, eller i én initial som den andre skriver ut eller utelater. Ingenting annet gjettes; brukere uten fødselsdato sammenlignes ikke.
-- column: birth_date date birth "The birth date of both."
-- column: name text name "First, middle and last name, separated by blanks."
-- column: other_name text name "The other spelling. Empty: none; the same person has several subscriptions."
-- column: differs_by text "nothing; case, blanks or order; or an initial."
-- column: subscription_count count "Living subscriptions under these spellings."
-- column: msisdns msisdn mixed "Their numbers, with ; between."
-- needs: name
WITH spelling AS MATERIALIZED (
    SELECT
        min(msisdn) AS id,
        birth_date,
        trim(coalesce(first_name || ' ', '') || coalesce(middle_name || ' ', '') || coalesce(last_name, ''))
            AS name,
        folded(replace(replace(coalesce(first_name || ' ', '') || coalesce(middle_name || ' ', '')
            || coalesce(last_name, ''), '.', ' '), ',', ' ')) AS folded_name,
        count(*) AS subscription_count,
        group_concat(msisdn, '; ') AS msisdns
    FROM party
    WHERE role = 'user' AND birth_date IS NOT NULL AND coalesce(first_name, last_name) IS NOT NULL
    GROUP BY birth_date, first_name, middle_name, last_name
),
-- To take a name apart takes long, so only those are that may agree with another: with one of equally many letters
-- and equally many of them an e, or, where one of them has an initial, with any that has the same birth date.
measured AS MATERIALIZED (
    SELECT
        *,
        length(replace(folded_name, ' ', '')) AS letter_count,
        length(folded_name) - length(replace(folded_name, 'e', '')) AS e_count,
        ' ' || folded_name || ' ' LIKE '% _ %' AS has_initial
    FROM spelling
),
candidate AS (
    SELECT id FROM (
        SELECT id, count(*) OVER (PARTITION BY birth_date, letter_count, e_count) AS alike_count FROM measured)
    WHERE alike_count > 1
    UNION
    SELECT id FROM measured WHERE birth_date IN (SELECT birth_date FROM measured WHERE has_initial)
),
-- The words of a name as a JSON array; quotes would end a JSON string.
worded AS MATERIALIZED (
    SELECT
        *,
        '["' || replace(replace(replace(folded_name, '"', ''), '\', ''), ' ', '","') || '"]' AS words
    FROM measured
    WHERE id IN (SELECT id FROM candidate)
),
sorted AS MATERIALIZED (
    SELECT
        *,
        (SELECT group_concat(value, ' ') FROM (
            SELECT value FROM json_each(words) WHERE value <> '' ORDER BY value)) AS sorted_words
    FROM worded
),
-- Each initial of each name, and the name without it.
initial AS MATERIALIZED (
    SELECT
        sorted.id, sorted.birth_date, letter.value AS letter,
        (SELECT group_concat(value, ' ') FROM (
            SELECT value FROM json_each(sorted.words)
            WHERE value <> '' AND key <> letter.key ORDER BY value)) AS other_words
    FROM sorted, json_each(sorted.words) AS letter
    WHERE ' ' || sorted.sorted_words || ' ' LIKE '% _ %' AND length(letter.value) = 1
),
agreement AS (
    SELECT one.id, other.id AS other_id, 'case, blanks or order' AS differs_by
    FROM sorted AS one
    JOIN sorted AS other
        ON other.birth_date = one.birth_date AND other.sorted_words = one.sorted_words AND other.id > one.id
    UNION
    SELECT min(initial.id, full_name.id), max(initial.id, full_name.id), 'an initial'
    FROM initial
    JOIN sorted AS full_name ON full_name.birth_date = initial.birth_date AND full_name.id <> initial.id
    WHERE instr(initial.other_words, ' ') > 0 AND full_name.sorted_words = initial.other_words
        OR EXISTS (
            SELECT 1 FROM json_each(full_name.words) AS word
            WHERE length(word.value) > 1 AND substr(word.value, 1, 1) = initial.letter
                AND initial.other_words = (SELECT group_concat(value, ' ') FROM (
                    SELECT value FROM json_each(full_name.words)
                    WHERE value <> '' AND key <> word.key ORDER BY value)))
)
SELECT birth_date, name, NULL AS other_name, 'nothing' AS differs_by, subscription_count, msisdns
FROM spelling
WHERE subscription_count > 1
UNION ALL
SELECT
    one.birth_date, one.name, other.name, agreement.differs_by,
    one.subscription_count + other.subscription_count, one.msisdns || '; ' || other.msisdns
FROM agreement
JOIN spelling AS one ON one.id = agreement.id
JOIN spelling AS other ON other.id = agreement.other_id
ORDER BY 5 DESC, 1, 2, 3;

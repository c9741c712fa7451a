-- title: Missing references
-- title nb: Manglende referanser
-- description: Listed subscriptions without a text in one of the three user references: none, an empty or blank text, or a placeholder such as N/A. If the first reference is missing, the invoice shows the user's name.
-- description nb: Abonnementer på listen uten tekst i en av de tre brukerreferansene: ingen, en tom eller blank tekst, eller et ord som N/A. Mangler den første referansen, viser fakturaen navnet på brukeren.
-- parameter: reference integer 1..3 default 1 "Which of the three user references." "Hvilken av de tre brukerreferansene."
-- column: msisdn msisdn "The number."
-- column: missing text "none: the API gave no text; empty: zero characters; blank: only invisible characters; placeholder: a text such as N/A."
-- column: user_name text name "First and last name of the user, if it is a person."
-- column: subscription_type text "The type's name."
-- column: account_id id "The invoice account that lists it."
-- column: account_reference1 text reference "The first text of that account."
-- column: user_reference1 text reference "The first user reference."
-- column: user_reference2 text reference "The second user reference."
-- column: user_reference3 text reference "The third user reference."
-- column: valid_from_date date "The day from which it is valid."
-- column: valid_to_date date "The last day on which it is valid. Empty: no end is set."
-- words: missing
WITH referenced AS (
    SELECT
        *,
        CASE :reference
            WHEN 1 THEN user_reference1
            WHEN 2 THEN user_reference2
            WHEN 3 THEN user_reference3
        END AS reference
    FROM subscription
    WHERE gone_at IS NULL
)
SELECT
    referenced.msisdn,
    text_is(reference) AS missing,
    nullif(trim(coalesce(party.first_name, '') || ' ' || coalesce(party.last_name, '')), '') AS user_name,
    subscription_type.name AS subscription_type,
    referenced.account_id, account.reference1 AS account_reference1,
    referenced.user_reference1, referenced.user_reference2, referenced.user_reference3,
    referenced.valid_from_date, referenced.valid_to_date
FROM referenced
LEFT JOIN party ON party.msisdn = referenced.msisdn AND party.role = 'user'
LEFT JOIN subscription_type ON subscription_type.id = referenced.subscription_type_id
LEFT JOIN account ON account.id = referenced.account_id
WHERE text_is(reference) <> 'text'
ORDER BY missing DESC, referenced.msisdn;

-- title: Subscriptions by reference
-- title nb: Abonnementer per referanse
-- description: Listed subscriptions by the text of a user reference, compared byte for byte: a trailing blank makes a different text. Numbers that are gone are left out; the counts add up to the number of listed subscriptions.
-- description nb: Abonnementer på listen etter teksten i en brukerreferanse, sammenlignet byte for byte: et mellomrom til slutt gir en annen tekst. Numre som er borte, er utelatt; antallene summerer seg til antallet abonnementer på listen.
-- parameter: reference integer 1..3 default 1 "Which of the three user references to count by." "Hvilken av de tre brukerreferansene det telles etter."
-- column: reference text reference "The text, exactly as it was typed."
-- column: reference_is text "text; placeholder, such as N/A; empty: zero characters; blank: only invisible characters; none: the API gave no text."
-- column: subscription_count count "Listed subscriptions with that text."
-- column: share_percent percent "Their share of all listed subscriptions; the shares add up to 100."
-- column: in_use_count count "Those in use: active, without an end date."
-- column: barred_count count "Those that are barred."
-- column: on_notice_count count "Those whose last day has not passed."
-- column: ended_count count "Those that have ended and are still listed."
-- column: status_unknown_count count "Those without a known status. These five add up to subscription_count."
-- column: account_count count "How many invoice accounts list them."
-- column: subscription_type_count count "Different subscription types among them."
-- needs: reference
-- fold: subscription_count adding share_percent in_use_count barred_count on_notice_count ended_count status_unknown_count
WITH
-- Materialized: otherwise SQLite works the state out again for each of the sums.
referenced AS MATERIALIZED (
    SELECT
        CASE :reference
            WHEN 1 THEN user_reference1
            WHEN 2 THEN user_reference2
            WHEN 3 THEN user_reference3
        END AS reference,
        account_id, subscription_type_id, state
    FROM _subscription_state
    WHERE state <> 'gone'
),
counted AS MATERIALIZED (
    SELECT
        reference, count(*) AS subscription_count,
        sum(state = 'in use') AS in_use_count, sum(state = 'barred') AS barred_count,
        sum(state = 'on notice') AS on_notice_count, sum(state = 'ended') AS ended_count,
        sum(state = 'status unknown') AS status_unknown_count,
        count(DISTINCT account_id) AS account_count,
        count(DISTINCT subscription_type_id) AS subscription_type_count
    FROM referenced
    GROUP BY reference
),
-- Shares in hundredths of a per cent, cut; the largest remainders get what is missing to 100, so that they add up.
share AS MATERIALIZED (
    SELECT counted.*, 10000 * subscription_count / total.total AS points, 10000 * subscription_count % total.total AS rest
    FROM counted, (SELECT sum(subscription_count) AS total FROM counted) AS total
),
ranked AS (
    SELECT *, (SELECT 10000 - sum(points) FROM share) AS missing, row_number() OVER (ORDER BY rest DESC, reference) AS place
    FROM share
)
SELECT
    reference, text_is(reference) AS reference_is, subscription_count,
    (points + (place <= missing)) / 100.0 AS share_percent,
    in_use_count, barred_count, on_notice_count, ended_count, status_unknown_count, account_count,
    subscription_type_count
FROM ranked
ORDER BY subscription_count DESC, reference COLLATE norwegian;

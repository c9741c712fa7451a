-- Each number with its state on the day of the mirror's data. Every report and every sum uses this
-- state, so that they agree: in use, barred, on notice, ended and status unknown add up to the
-- listed numbers; gone is the rest.
-- The API goes on listing a number after its last day, and after its status has become
-- TERMINATED: such a number has ended.
-- CASE word, as each comparison with a word would find the word anew.
CREATE VIEW _subscription_state AS
SELECT
    msisdn, status, subscription_type_id, user_reference1, user_reference2, user_reference3,
    valid_from_date, valid_to_date, account_id, first_seen_at, changed_at, verified_at, gone_at, gone_reason,
    CASE
        WHEN gone_at IS NOT NULL THEN 'gone'
        WHEN valid_to_date < (SELECT day FROM _report_day) THEN 'ended'
        ELSE CASE word
            WHEN 'terminated' THEN iif(valid_to_date IS NULL, 'ended', 'on notice')
            WHEN 'barred' THEN 'barred'
            WHEN 'active' THEN iif(valid_to_date IS NULL, 'in use', 'on notice')
            ELSE iif(valid_to_date IS NULL, 'status unknown', 'on notice')
        END
    END AS state
FROM (
    SELECT
        *,
        -- To trim is slow, and of nearly every status there is nothing to trim.
        lower(iif(status NOT GLOB '*[^A-Za-z]*', status, trim(status, (SELECT characters FROM _blank)))) AS word
    FROM subscription
);

CREATE TABLE subscription_history (
    msisdn               TEXT NOT NULL REFERENCES subscription (msisdn),
    status               TEXT,
    subscription_type_id INTEGER REFERENCES subscription_type (id),
    user_reference1      TEXT,
    user_reference2      TEXT,
    user_reference3      TEXT,
    valid_from_date      TEXT,
    valid_to_date        TEXT,
    account_id           TEXT REFERENCES account (id),
    first_seen_at        TEXT,
    changed_at           TEXT,
    verified_at          TEXT,
    gone_at              TEXT,
    gone_reason          TEXT,
    observed_from        TEXT NOT NULL,
    observed_to          TEXT,
    PRIMARY KEY (msisdn, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscription_history_by_subscription_type_id ON subscription_history (subscription_type_id);
CREATE INDEX subscription_history_by_account_id ON subscription_history (account_id);
CREATE INDEX subscription_history_by_observed_from ON subscription_history (observed_from);

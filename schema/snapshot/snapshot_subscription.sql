CREATE TABLE subscription (
    msisdn               TEXT PRIMARY KEY NOT NULL,
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
    gone_reason          TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX subscription_by_subscription_type_id ON subscription (subscription_type_id);
CREATE INDEX subscription_by_account_id ON subscription (account_id);
CREATE INDEX subscription_by_changed_at ON subscription (changed_at);

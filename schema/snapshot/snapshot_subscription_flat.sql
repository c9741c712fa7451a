CREATE TABLE subscription_flat (
    msisdn               TEXT PRIMARY KEY NOT NULL REFERENCES subscription (msisdn),
    state                TEXT NOT NULL,
    status               TEXT,
    subscription_type_id INTEGER REFERENCES subscription_type (id),
    subscription_type    TEXT,
    payment_type         TEXT,
    access_type          TEXT,
    user_reference1      TEXT,
    user_reference2      TEXT,
    user_reference3      TEXT,
    valid_from_date      TEXT,
    valid_to_date        TEXT,
    account_id           TEXT REFERENCES account (id),
    account_reference1   TEXT,
    user_kind            TEXT,
    user_name            TEXT,
    user_organization    TEXT,
    payer_name           TEXT,
    payer_organization   TEXT,
    owner_org_number     TEXT REFERENCES organization (org_number),
    owner_organization   TEXT,
    sim_card_count       INTEGER,
    add_on_count         INTEGER,
    add_on_names         TEXT,
    first_seen_at        TEXT,
    changed_at           TEXT,
    verified_at          TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX subscription_flat_by_subscription_type_id ON subscription_flat (subscription_type_id);
CREATE INDEX subscription_flat_by_account_id ON subscription_flat (account_id);

-- The tables of Millom's journal (millom.sqlite): everything that reaches us outside a run. Rows are added
-- and never changed, except by `forget`. Never edited after a release: a later change is a new migration.
-- Instants are UTC text (2026-11-22T13:05:00Z), amounts decimal text, and NULL is unknown.

-- One row per intent to buy, with the only transid that is ever sent for it.
CREATE TABLE purchase (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    transid       TEXT NOT NULL UNIQUE CHECK (length(transid) = 36),
    key_type      TEXT CHECK (key_type IN ('MSISDN', 'CPID', 'OPET')),   -- NULL with the next one: forgotten
    subscriber    TEXT,
    operator      TEXT NOT NULL,
    plan_id       TEXT NOT NULL,
    fund_source   TEXT NOT NULL CHECK (fund_source IN ('WALLET', 'LOAN')),
    cost          TEXT,
    currency      TEXT,
    offer_context TEXT,
    asked_by      TEXT NOT NULL,
    opened_at     TEXT NOT NULL,
    CHECK ((key_type IS NULL) = (subscriber IS NULL))
) STRICT;

CREATE INDEX purchase_by_subscriber ON purchase (subscriber) WHERE subscriber IS NOT NULL;

-- Every fact about a purchase; PurchaseCourse derives its state from them.
CREATE TABLE purchase_event (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    purchase_id       INTEGER NOT NULL REFERENCES purchase (id),
    number            INTEGER NOT NULL CHECK (number > 0),
    at                TEXT NOT NULL,
    kind              TEXT NOT NULL CHECK (kind IN (
        'intended', 'sent', 'completed', 'processing', 'failed', 'unknown', 'abandoned',
        'callback_completed', 'callback_failed', 'resolved_completed', 'resolved_failed')),
    message           TEXT,
    error_cause       TEXT,
    confirmation_code TEXT,
    recorded_by       TEXT NOT NULL,
    UNIQUE (purchase_id, number)
) STRICT;

-- Every notification answered 200, once, however often it arrived.
CREATE TABLE notification (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    operator        TEXT NOT NULL,   -- '' where the notification names none
    transaction_id  TEXT NOT NULL,   -- of refreshable offers, which have none: sha256: and the digest of their body
    received_at     TEXT NOT NULL,
    key_type        TEXT CHECK (key_type IN ('MSISDN', 'CPID', 'OPET')),   -- NULL with the next one: forgotten
    subscriber      TEXT,
    type            TEXT NOT NULL,   -- of refreshable offers: refreshable-offers
    plan_id         TEXT,
    plan_balance    INTEGER,
    plan_quota      INTEGER,
    plan_expires_at TEXT,
    total_balance   TEXT,
    delta_balance   TEXT,
    currency        TEXT,
    anomalies       TEXT,            -- what could not be read: a line for each, its path and kind
    UNIQUE (operator, transaction_id),
    CHECK ((key_type IS NULL) = (subscriber IS NULL))
) STRICT;

CREATE INDEX notification_by_subscriber ON notification (subscriber) WHERE subscriber IS NOT NULL;

-- The links in refreshable offers: a person's secrets, removed once they have expired.
CREATE TABLE link (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    notification_id INTEGER NOT NULL REFERENCES notification (id),
    kind            TEXT NOT NULL CHECK (kind IN ('refresh', 'ping', 'shop', 'payment', 'purchase')),
    plan_id         TEXT,            -- of payment and purchase
    url             TEXT NOT NULL,
    expires_at      TEXT NOT NULL
) STRICT;

CREATE INDEX link_by_notification ON link (notification_id);
CREATE INDEX link_by_expires_at ON link (expires_at);

-- The journal's id, in one row. A mirror notes how far it has taken in this journal;
-- for another, it starts over.
CREATE TABLE journal (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    id  TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*')
) STRICT;

INSERT INTO journal (row, id) VALUES (1, lower(hex(randomblob(16))));

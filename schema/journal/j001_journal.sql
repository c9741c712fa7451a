-- The tables of Millom's journal (millom.sqlite): what reached us otherwise than by a run. Rows are added and never
-- changed, but for what `forget` takes out of them. Never edited after a release: a later change is a migration of its own.
-- Instants are UTC text (2026-11-22T13:05:00Z), amounts decimal text, and NULL is unknown.

-- One row per intent to buy. The transid is the only one that is ever sent for it.
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

-- Every fact about a purchase; what it says of its state: PurchaseCourse.
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

-- Every notification that was answered 200, once, however often it came.
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

-- The links that came with refreshable offers: secrets of a person, removed when they have expired.
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

-- Which journal this is: one row. A mirror that takes it in notes how far it came in this one; another begins anew.
CREATE TABLE journal (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    id  TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*')
) STRICT;

INSERT INTO journal (row, id) VALUES (1, lower(hex(randomblob(16))));

-- Millom, the second source: the followed subscribers, due records, known data, and events.

-- Each run records its source. The table is created anew, so that the column is where readers look for it.
CREATE TABLE _kept_run AS SELECT * FROM sync_run;
CREATE TABLE _kept_coverage AS SELECT rowid AS entry, * FROM coverage;
DELETE FROM coverage;
DROP TABLE sync_run;

-- documents: the kept ones, read once more. The changes found by such a run have its started_at.
-- refreshed: details fetched only because their verification was among the oldest. missed: changes found by
-- refreshing that the next poll's search did not list.
CREATE TABLE sync_run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      TEXT NOT NULL DEFAULT 'telenor' CHECK (source IN ('telenor', 'millom', 'documents')),
    kind        TEXT NOT NULL CHECK (kind IN ('backfill', 'incremental', 'reconcile', 'renormalize')),
    started_at  TEXT NOT NULL,
    finished_at TEXT,
    outcome     TEXT CHECK (outcome IN ('complete', 'partial', 'failed')),  -- NULL: running, or killed
    requests    INTEGER NOT NULL DEFAULT 0,
    throttled   INTEGER NOT NULL DEFAULT 0,
    fetched     INTEGER NOT NULL DEFAULT 0,
    changed     INTEGER NOT NULL DEFAULT 0,
    gone        INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    refreshed   INTEGER NOT NULL DEFAULT 0,
    missed      INTEGER NOT NULL DEFAULT 0,
    error       TEXT
) STRICT;

INSERT INTO sync_run (
    id, kind, started_at, finished_at, outcome, requests, throttled, fetched, changed, gone, quarantined, refreshed, missed,
    error)
SELECT
    id, kind, started_at, finished_at, outcome, requests, throttled, fetched, changed, gone, quarantined, refreshed, missed,
    error
FROM _kept_run;

-- The comparisons with the complete list: a few among many runs.
CREATE INDEX sync_run_comparison ON sync_run (finished_at) WHERE kind IN ('backfill', 'reconcile') AND outcome = 'complete';

INSERT INTO coverage (rowid, from_at, to_at, run_id, pages, passes, rows)
SELECT entry, from_at, to_at, run_id, pages, passes, rows FROM _kept_coverage;

DROP TABLE _kept_run;
DROP TABLE _kept_coverage;

-- unexpected_form is new.
CREATE TABLE _kept_anomaly AS SELECT * FROM anomaly;
DROP TABLE anomaly;

CREATE TABLE anomaly (
    path          TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (
        kind IN ('unknown_key', 'unreadable_value', 'missing_required', 'duplicate_key', 'unexpected_form')),
    count         INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    example       TEXT,
    PRIMARY KEY (path, kind)
) STRICT, WITHOUT ROWID;

INSERT INTO anomaly SELECT path, kind, count, first_seen_at, last_seen_at, example FROM _kept_anomaly;
DROP TABLE _kept_anomaly;

-- The subscribers followed at Millom, now or before. changed_at is the last instant at which a version of its
-- rows began or ended: the next one is later, whatever the clock does.
CREATE TABLE _millom_subscriber (
    subscriber    TEXT PRIMARY KEY NOT NULL CHECK (subscriber <> ''),
    key_type      TEXT NOT NULL CHECK (key_type IN ('MSISDN', 'CPID', 'OPET')),
    operator      TEXT NOT NULL,
    is_followed   INTEGER NOT NULL CHECK (is_followed IN (0, 1)),   -- 0: no longer asked about
    is_known      INTEGER CHECK (is_known IN (0, 1)),               -- NULL: Millom has not said
    tenure_days   INTEGER,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT
) STRICT, WITHOUT ROWID;

-- Ids known to belong to the person with a number, besides the number itself; forgotten with it.
CREATE TABLE _millom_alias (
    subscriber TEXT PRIMARY KEY NOT NULL CHECK (subscriber <> ''),
    msisdn     TEXT NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*')
) STRICT, WITHOUT ROWID;

CREATE INDEX _millom_alias_by_msisdn ON _millom_alias (msisdn);

-- The three records of each subscriber, and when to fetch each next; instants are seconds since 1970.
CREATE TABLE _millom_record (
    subscriber   TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    record       TEXT NOT NULL CHECK (record IN ('account_info', 'balance', 'upsell_offer')),
    due_at       INTEGER NOT NULL,
    asked_at     INTEGER,            -- the last try, failed ones included
    fetched_at   INTEGER,            -- the last one that was read
    valid_until  INTEGER,            -- by the document itself
    content_hash BLOB,               -- of the rows that stand
    account_type TEXT,
    attempts     INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),  -- failed ones since the last that was read
    error_cause  TEXT,
    PRIMARY KEY (subscriber, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX _millom_record_by_due_at ON _millom_record (due_at);

-- Links that Millom signed for one person: secrets, deleted when they expire.
CREATE TABLE _millom_link (
    subscriber TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('refresh', 'ping', 'shop', 'purchase_link', 'payment_uri')),
    plan_id    TEXT NOT NULL,        -- '' of a link that is of no plan
    link       TEXT NOT NULL,
    expires_at INTEGER NOT NULL,     -- seconds since 1970
    PRIMARY KEY (subscriber, kind, plan_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX _millom_link_by_expires_at ON _millom_link (expires_at);

-- The journal's entries taken in so far; the facts millom.journal.* in _state say how far.
CREATE TABLE _millom_purchase (
    transid     TEXT PRIMARY KEY NOT NULL,
    subscriber  TEXT,                -- NULL: forgotten
    operator    TEXT NOT NULL,
    plan_id     TEXT NOT NULL,
    fund_source TEXT NOT NULL,
    cost        TEXT CHECK (cost <> '' AND cost NOT GLOB '*[^-0-9.]*'),
    currency    TEXT,
    asked_by    TEXT,
    opened_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX _millom_purchase_by_subscriber ON _millom_purchase (subscriber);

CREATE TABLE _millom_purchase_event (
    transid           TEXT NOT NULL,
    step              INTEGER NOT NULL CHECK (step >= 1),
    at                TEXT NOT NULL,
    kind              TEXT NOT NULL,
    state             TEXT NOT NULL CHECK (
        state IN ('intended', 'processing', 'completed', 'failed', 'unknown', 'abandoned')),
    message           TEXT,
    error_cause       TEXT,
    confirmation_code TEXT,
    recorded_by       TEXT,
    PRIMARY KEY (transid, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_notification (
    entry           INTEGER PRIMARY KEY,
    transaction_id  TEXT NOT NULL,
    received_at     TEXT NOT NULL,
    subscriber      TEXT NOT NULL,
    key_type        TEXT NOT NULL,
    operator        TEXT,
    type            TEXT,
    plan_id         TEXT,
    plan_balance    INTEGER,
    plan_quota      INTEGER,
    plan_expires_at TEXT,
    total_balance   TEXT CHECK (total_balance <> '' AND total_balance NOT GLOB '*[^-0-9.]*'),
    delta_balance   TEXT CHECK (delta_balance <> '' AND delta_balance NOT GLOB '*[^-0-9.]*'),
    currency        TEXT
) STRICT;

CREATE INDEX _millom_notification_by_received_at ON _millom_notification (received_at);
CREATE INDEX _millom_notification_by_subscriber ON _millom_notification (subscriber);

-- The relations with versions, like those of numbers. If the identity may be NULL, place counts
-- the rows of one subscriber that began at one instant; the key then names the part of the
-- relation that the document owns.
CREATE TABLE _millom_account_version (
    subscriber              TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    observed_from           INTEGER NOT NULL REFERENCES _instant (second),
    account_type            INTEGER REFERENCES _text (id),
    account_id              TEXT,
    account_status          INTEGER REFERENCES _text (id),
    rate_plan_id            INTEGER REFERENCES _text (id),
    birth_date              TEXT CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    expires_at              TEXT CHECK (expires_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'),
    data_balance            TEXT CHECK (data_balance <> '' AND data_balance NOT GLOB '*[^-0-9.]*'),
    data_balance_expires_at TEXT CHECK (data_balance_expires_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'),
    observed_to             INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_money_balance_version (
    subscriber    TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    record        TEXT NOT NULL CHECK (record IN ('account_info', 'balance')),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    place         INTEGER NOT NULL,
    balance_type  INTEGER REFERENCES _text (id),
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    amount        TEXT CHECK (amount <> '' AND amount NOT GLOB '*[^-0-9.]*'),
    currency      INTEGER REFERENCES _text (id),
    expires_at    TEXT CHECK (expires_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'),
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, record, observed_from, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_plan_version (
    subscriber    TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    plan_id       INTEGER NOT NULL REFERENCES _text (id),
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    expires_at    TEXT CHECK (expires_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'),
    applications  INTEGER REFERENCES _text (id),
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, plan_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_plan_gauge_version (
    subscriber      TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    observed_from   INTEGER NOT NULL REFERENCES _instant (second),
    place           INTEGER NOT NULL,
    plan_id         INTEGER NOT NULL REFERENCES _text (id),
    plan_occurrence INTEGER NOT NULL CHECK (plan_occurrence >= 1),
    unit            INTEGER REFERENCES _text (id),
    occurrence      INTEGER NOT NULL CHECK (occurrence >= 1),
    quota           INTEGER,
    remaining       INTEGER,
    is_unlimited    INTEGER CHECK (is_unlimited IN (0, 1)),
    observed_to     INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, observed_from, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_state_version (
    subscriber       TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    observed_from    INTEGER NOT NULL REFERENCES _instant (second),
    subscriber_state INTEGER REFERENCES _text (id),
    observed_to      INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_offer_version (
    subscriber    TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    plan_id       INTEGER NOT NULL REFERENCES _text (id),
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    type          INTEGER REFERENCES _text (id),
    cost          TEXT CHECK (cost <> '' AND cost NOT GLOB '*[^-0-9.]*'),
    currency      INTEGER REFERENCES _text (id),
    fund_source   INTEGER REFERENCES _text (id),
    offer_context TEXT,
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, plan_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_offer_quota_version (
    subscriber       TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    observed_from    INTEGER NOT NULL REFERENCES _instant (second),
    place            INTEGER NOT NULL,
    plan_id          INTEGER NOT NULL REFERENCES _text (id),
    offer_occurrence INTEGER NOT NULL CHECK (offer_occurrence >= 1),
    unit             INTEGER REFERENCES _text (id),
    occurrence       INTEGER NOT NULL CHECK (occurrence >= 1),
    quota            INTEGER,
    is_unlimited     INTEGER CHECK (is_unlimited IN (0, 1)),
    observed_to      INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, observed_from, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE _millom_text_version (
    subscriber       TEXT NOT NULL REFERENCES _millom_subscriber (subscriber),
    owner            TEXT NOT NULL CHECK (owner IN ('plan', 'offer')),
    observed_from    INTEGER NOT NULL REFERENCES _instant (second),
    place            INTEGER NOT NULL,
    plan_id          INTEGER NOT NULL REFERENCES _text (id),
    owner_occurrence INTEGER NOT NULL CHECK (owner_occurrence >= 1),
    field            TEXT NOT NULL CHECK (field IN ('name', 'description')),
    language         INTEGER REFERENCES _text (id),
    occurrence       INTEGER NOT NULL CHECK (occurrence >= 1),
    text             INTEGER REFERENCES _text (id),
    observed_to      INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (subscriber, owner, observed_from, place)
) STRICT, WITHOUT ROWID;

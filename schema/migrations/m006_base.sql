-- The tables of a mirror. Never edited after a release: a later change is a migration of its own.
-- The first release begins with version 6. Version 6 existed before it, as five steps on top of a first one, and a mirror
-- of that time stays in use: so party_history, anomaly and the end of sync_run read as ALTER TABLE had left them.
-- Relations that a reader sees: DESIGN's contract. Tables whose names start with _ are the agent's own.
-- Instants are UTC text (2026-11-22T13:05:00Z), days YYYY-MM-DD, booleans 0/1, and NULL is unknown.

-- One row per number ever seen. What it is now and was before stands in _subscription_version.
CREATE TABLE _subscription (
    msisdn        TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,   -- when any of its rows last changed
    verified_at   TEXT NOT NULL,
    content_hash  BLOB             -- of the last detail; NULL when gone, so that what returns is new
) STRICT, WITHOUT ROWID;

CREATE INDEX _subscription_by_changed_at ON _subscription (changed_at);
-- The next number to refresh: the oldest verification first.
CREATE INDEX _subscription_by_verified_at ON _subscription (verified_at) WHERE content_hash IS NOT NULL;
-- Tombstones: the living are all but these, and so are counted without a look at each.
CREATE INDEX _subscription_gone ON _subscription (msisdn) WHERE content_hash IS NULL;

CREATE TABLE subscription_type (
    id           INTEGER PRIMARY KEY,
    name         TEXT,
    payment_type TEXT,
    access_type  TEXT
) STRICT;

CREATE TABLE organization (
    org_number    TEXT PRIMARY KEY NOT NULL,
    name          TEXT,
    street_name   TEXT,
    street_number TEXT,
    entrance_code TEXT,
    postal_code   TEXT,
    postal_place  TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id               TEXT PRIMARY KEY NOT NULL,
    reference1       TEXT,
    reference2       TEXT,
    reference3       TEXT,
    status           TEXT,
    type             TEXT,
    owner_org_number TEXT REFERENCES organization (org_number),
    owner_name       TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE product_text (
    owner      TEXT NOT NULL CHECK (owner IN ('subscription_type', 'add_on', 'setting')),
    product_id INTEGER NOT NULL,
    language   TEXT NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (owner, product_id, language, type, value)
) STRICT, WITHOUT ROWID;

-- Every version of a subscription. A tombstone is a version with gone_at.
-- verified_at and changed_at are written when the version closes; while it is open, _subscription has them.
CREATE TABLE _subscription_version (
    msisdn               TEXT NOT NULL REFERENCES _subscription (msisdn),
    observed_from        TEXT NOT NULL,
    observed_to          TEXT CHECK (observed_to > observed_from),
    status               TEXT,
    subscription_type_id INTEGER REFERENCES subscription_type (id),
    user_reference1      TEXT,
    user_reference2      TEXT,
    user_reference3      TEXT,
    valid_from_date      TEXT CHECK (valid_from_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    valid_to_date        TEXT CHECK (valid_to_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    account_id           TEXT REFERENCES account (id),
    gone_at              TEXT,
    gone_reason          TEXT CHECK ((gone_reason IS NULL) = (gone_at IS NULL)),
    changed_at           TEXT CHECK ((changed_at IS NULL) = (observed_to IS NULL)),
    verified_at          TEXT CHECK ((verified_at IS NULL) = (observed_to IS NULL)),
    PRIMARY KEY (msisdn, observed_from)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX _subscription_version_open ON _subscription_version (msisdn) WHERE observed_to IS NULL;

CREATE TABLE "party_history" (
    msisdn            TEXT NOT NULL REFERENCES _subscription (msisdn),
    role              TEXT NOT NULL CHECK (role IN ('user', 'payer', 'owner')),
    kind              TEXT NOT NULL CHECK (kind IN ('person', 'organization')),
    first_name        TEXT,
    middle_name       TEXT,
    last_name         TEXT,
    birth_date        TEXT CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    org_number        TEXT REFERENCES organization (org_number),
    organization_name TEXT,  -- where org_number is NULL; else organization has it
    observed_from     TEXT NOT NULL,
    observed_to       TEXT CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, role, observed_from)
) STRICT, WITHOUT ROWID;

-- No key over its identity: a card may come without an ICCID.
CREATE TABLE sim_card_history (
    msisdn        TEXT NOT NULL REFERENCES _subscription (msisdn),
    icc_id        TEXT,
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    sim_msisdn    TEXT,
    type          TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT CHECK (observed_to > observed_from)
) STRICT;

CREATE INDEX sim_card_history_by_msisdn ON sim_card_history (msisdn);

CREATE TABLE setting_history (
    msisdn         TEXT NOT NULL REFERENCES _subscription (msisdn),
    setting_id     INTEGER NOT NULL,
    occurrence     INTEGER NOT NULL CHECK (occurrence >= 1),
    name           TEXT,
    active         INTEGER CHECK (active IN (0, 1)),
    can_activate   INTEGER CHECK (can_activate IN (0, 1)),
    can_deactivate INTEGER CHECK (can_deactivate IN (0, 1)),
    observed_from  TEXT NOT NULL,
    observed_to    TEXT CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, setting_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE add_on_history (
    msisdn        TEXT NOT NULL REFERENCES _subscription (msisdn),
    product_id    INTEGER NOT NULL,
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    name          TEXT,
    cancellable   INTEGER CHECK (cancellable IN (0, 1)),
    valid_to      TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    observed_from TEXT NOT NULL,
    observed_to   TEXT CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, product_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

-- The relations without history. Those whose identity may hold NULL have no key over it.
CREATE TABLE subscription_binding (
    msisdn     TEXT NOT NULL REFERENCES _subscription (msisdn),
    name       TEXT,
    type       TEXT,
    occurrence INTEGER NOT NULL CHECK (occurrence >= 1)
) STRICT;

CREATE INDEX subscription_binding_by_msisdn ON subscription_binding (msisdn);

CREATE TABLE add_on_binding (
    msisdn            TEXT NOT NULL REFERENCES _subscription (msisdn),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL CHECK (add_on_occurrence >= 1),
    name              TEXT,
    type              TEXT,
    occurrence        INTEGER NOT NULL CHECK (occurrence >= 1)
) STRICT;

CREATE INDEX add_on_binding_by_msisdn ON add_on_binding (msisdn);

-- Not STRICT, which knows no type for whole numbers and such with decimals but ANY, on which DuckDB fails. The checks
-- refuse the same values.
CREATE TABLE subscription_usage_quota (
    msisdn       TEXT NOT NULL CHECK (typeof(msisdn) = 'text') REFERENCES _subscription (msisdn),
    name         TEXT CHECK (typeof(name) IN ('text', 'null')),
    unit         TEXT CHECK (typeof(unit) IN ('text', 'null')),
    traffic_type TEXT CHECK (typeof(traffic_type) IN ('text', 'null')),
    quota_type   TEXT CHECK (typeof(quota_type) IN ('text', 'null')),
    occurrence   INTEGER NOT NULL CHECK (typeof(occurrence) = 'integer' AND occurrence >= 1),
    value        NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to     TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
);

CREATE INDEX subscription_usage_quota_by_msisdn ON subscription_usage_quota (msisdn);
-- For the quotas that end soon.
CREATE INDEX subscription_usage_quota_by_valid_to ON subscription_usage_quota (valid_to) WHERE valid_to IS NOT NULL;

CREATE TABLE add_on_usage_quota (
    msisdn            TEXT NOT NULL CHECK (typeof(msisdn) = 'text') REFERENCES _subscription (msisdn),
    product_id        INTEGER NOT NULL CHECK (typeof(product_id) = 'integer'),
    add_on_occurrence INTEGER NOT NULL CHECK (typeof(add_on_occurrence) = 'integer' AND add_on_occurrence >= 1),
    name              TEXT CHECK (typeof(name) IN ('text', 'null')),
    unit              TEXT CHECK (typeof(unit) IN ('text', 'null')),
    traffic_type      TEXT CHECK (typeof(traffic_type) IN ('text', 'null')),
    quota_type        TEXT CHECK (typeof(quota_type) IN ('text', 'null')),
    occurrence        INTEGER NOT NULL CHECK (typeof(occurrence) = 'integer' AND occurrence >= 1),
    value             NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to          TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
);

CREATE INDEX add_on_usage_quota_by_msisdn ON add_on_usage_quota (msisdn);
CREATE INDEX add_on_usage_quota_by_valid_to ON add_on_usage_quota (valid_to) WHERE valid_to IS NOT NULL;

CREATE TABLE add_on_order_type (
    msisdn            TEXT NOT NULL REFERENCES _subscription (msisdn),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL CHECK (add_on_occurrence >= 1),
    order_type        TEXT NOT NULL,
    PRIMARY KEY (msisdn, product_id, add_on_occurrence, order_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE orderable_add_on (
    msisdn      TEXT NOT NULL REFERENCES _subscription (msisdn),
    product_id  INTEGER NOT NULL,
    name        TEXT,
    cancellable INTEGER CHECK (cancellable IN (0, 1)),
    valid_to    TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    PRIMARY KEY (msisdn, product_id)
) STRICT, WITHOUT ROWID;

-- refreshed: details fetched only because they were verified longest ago. missed: changes that such a refresh found and
-- that the next poll's search did not show.
CREATE TABLE sync_run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL CHECK (kind IN ('backfill', 'incremental', 'reconcile')),
    started_at  TEXT NOT NULL,
    finished_at TEXT,
    outcome     TEXT CHECK (outcome IN ('complete', 'partial', 'failed')),  -- NULL: running, or killed
    requests    INTEGER NOT NULL DEFAULT 0,
    throttled   INTEGER NOT NULL DEFAULT 0,
    fetched     INTEGER NOT NULL DEFAULT 0,
    changed     INTEGER NOT NULL DEFAULT 0,
    gone        INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    error       TEXT
, refreshed INTEGER NOT NULL DEFAULT 0, missed INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE coverage (
    from_at TEXT NOT NULL,
    to_at   TEXT NOT NULL CHECK (to_at >= from_at),
    run_id  INTEGER NOT NULL REFERENCES sync_run (id),
    pages   INTEGER NOT NULL,
    passes  INTEGER NOT NULL,
    rows    INTEGER NOT NULL
) STRICT;

CREATE INDEX coverage_by_to_at ON coverage (to_at);

CREATE TABLE "anomaly" (
    path          TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (
        kind IN ('unknown_key', 'unreadable_value', 'missing_required', 'duplicate_key')),
    count         INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    example       TEXT,
    PRIMARY KEY (path, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    msisdn          TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    stage           TEXT NOT NULL CHECK (stage IN ('fetch', 'normalize')),
    error           TEXT NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 1),
    first_failed_at TEXT NOT NULL,
    next_attempt_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers whose detail is to be fetched. 1 changed, 2 new, 3 to be verified because a list lacked it, 4 a further try
-- from the quarantine, 5 the search could not say whether it changed. Within a reason, the longest wait comes first.
CREATE TABLE _queue (
    msisdn    TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    reason    INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 5),
    queued_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX _queue_by_reason ON _queue (reason, queued_at, msisdn);

-- What the last poll listed, and the server's time (epoch seconds) when the detail was fetched after that.
-- A number that stands here may be listed again by the next poll, whose lookback overlaps, without a change.
CREATE TABLE _poll_listing (
    msisdn     TEXT PRIMARY KEY NOT NULL,
    fetched_at INTEGER
) STRICT, WITHOUT ROWID;

-- A comparison with the complete list. It may take several runs; listed_at is when the list was complete.
CREATE TABLE _reconcile (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    method     TEXT NOT NULL CHECK (method IN ('accounts', 'fallback')),
    started_at TEXT NOT NULL,
    listed_at  TEXT
) STRICT;

-- The parts of the list that were read to their end: an account, a product, a long search.
CREATE TABLE _reconcile_part (
    reconcile_id INTEGER NOT NULL REFERENCES _reconcile (id) ON DELETE CASCADE,
    part         TEXT NOT NULL,
    is_read      INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
    PRIMARY KEY (reconcile_id, part)
) STRICT, WITHOUT ROWID;

-- The number's place in the newest list that held it.
CREATE TABLE _listed (
    msisdn       TEXT PRIMARY KEY NOT NULL,
    account_id   TEXT,
    reconcile_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last detail of each number, as it came, deflated. Which preset dictionary inflates it: see RawDocument.
CREATE TABLE _raw_document (
    msisdn     TEXT PRIMARY KEY NOT NULL REFERENCES _subscription (msisdn),
    dictionary INTEGER NOT NULL,
    deflated   BLOB NOT NULL
) STRICT;

-- Single facts that one run leaves to the next.
CREATE TABLE _state (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers with both proofs that they are gone, which wait for the judgement on all of them together.
CREATE TABLE _parked (
    msisdn    TEXT PRIMARY KEY NOT NULL REFERENCES _subscription (msisdn),
    reason    TEXT NOT NULL,
    parked_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that a refresh found changed: the next poll shows whether the search had it, too.
CREATE TABLE _refresh_finding (
    msisdn TEXT PRIMARY KEY NOT NULL REFERENCES _subscription (msisdn)
) STRICT, WITHOUT ROWID;

-- Which mirror this is, and whose: one row. The id is random, so that two mirrors never share one; a copy keeps it.
-- The origin is NULL until the first run; a user_hash of NULL in a bound mirror means that there is no system user.
CREATE TABLE _mirror (
    row         INTEGER PRIMARY KEY CHECK (row = 1),
    id          TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    base_url    TEXT,
    client_hash TEXT CHECK ((client_hash IS NULL) = (base_url IS NULL)),   -- SHA-256 of oauth.client_id
    user_hash   TEXT,                                                      -- SHA-256 of oauth.username
    bound_at    TEXT CHECK ((bound_at IS NULL) = (base_url IS NULL))
) STRICT;

INSERT INTO _mirror (row, id) VALUES (1, lower(hex(randomblob(16))));

-- Which values of a number's detail could not be read, by their place in the document: so that an answer can tell what
-- it could not read, at any moment. anomaly counts what was ever met; this is what stands unread.
CREATE TABLE _unreadable_history (
    msisdn        TEXT NOT NULL REFERENCES _subscription (msisdn),
    path          TEXT NOT NULL,
    count         INTEGER NOT NULL CHECK (count >= 1),
    observed_from TEXT NOT NULL,
    observed_to   TEXT CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, path, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX _unreadable_history_by_path ON _unreadable_history (path, observed_to);

-- Ties the mirror to the write-ahead log beside it: one row. Each commit counts itself in it; the first one after the
-- whole log was copied into the file opens an era, and says in base what the row and the schema's cookie were until then.
CREATE TABLE _log (
    row     INTEGER PRIMARY KEY CHECK (row = 1),
    era     TEXT NOT NULL,      -- random; '' until the first commit
    commits INTEGER NOT NULL,
    layout  INTEGER NOT NULL,   -- the schema's cookie at the last commit; VACUUM moves the cookie on
    base    TEXT NOT NULL
) STRICT;

INSERT INTO _log (row, era, commits, layout, base) VALUES (1, '', 0, 0, '');

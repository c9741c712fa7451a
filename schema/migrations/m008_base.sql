-- The tables of a mirror. Never edited after a release: a later change is a new migration.
-- Tables whose names start with _ are internal; the others, like the views, are relations for readers.
-- Instants are UTC text (2026-11-22T13:05:00Z), days YYYY-MM-DD, booleans 0/1, and NULL is unknown.

-- One row per number ever seen. Its versions, including the current one, are in _number_version.
-- Tables with a column number refer to this table's id, as the number's eleven bytes
-- would be much of their rows.
CREATE TABLE _number (
    id            INTEGER PRIMARY KEY,
    msisdn        TEXT NOT NULL UNIQUE CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,   -- when any of its rows last changed
    verified_at   TEXT NOT NULL,
    content_hash  BLOB             -- of the last detail; NULL when gone, so that what returns is new
) STRICT;

CREATE INDEX _number_by_changed_at ON _number (changed_at);
-- The next number to refresh: the oldest verification first.
CREATE INDEX _number_by_verified_at ON _number (verified_at) WHERE content_hash IS NOT NULL;
-- Tombstones: the living numbers are all others, and so can be counted without reading each.
CREATE INDEX _number_gone ON _number (msisdn) WHERE content_hash IS NULL;

-- The texts that many rows share, such as the names of add-ons, stored once each.
CREATE TABLE _text (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
) STRICT;

-- The instants at which versions begin and end: seconds since 1970, and the text that readers see.
CREATE TABLE _instant (
    second INTEGER PRIMARY KEY,
    text   TEXT NOT NULL CHECK (text = strftime('%Y-%m-%dT%H:%M:%SZ', second, 'unixepoch'))
) STRICT;

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
-- verified_at and changed_at are written when the version closes; while it is open, they are in _number.
CREATE TABLE _number_version (
    number               INTEGER NOT NULL REFERENCES _number (id),
    observed_from        INTEGER NOT NULL REFERENCES _instant (second),
    observed_to          INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    status               INTEGER REFERENCES _text (id),
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
    PRIMARY KEY (number, observed_from)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX _number_version_open ON _number_version (number) WHERE observed_to IS NULL;

-- In a table WITHOUT ROWID the key's columns come first, in the key's order: otherwise integrity_check of
-- SQLite 3.40 looks for NULL in the wrong columns.

-- The relations with versions; readers see views with the texts and instants instead of their ids. The tables
-- hold the number itself: a view that looked it up would be a join, and SQLite reads a join on the right of a
-- LEFT JOIN, where these often are, as a whole.
-- If the identity may be NULL, place counts the rows of one number that began at one instant.
CREATE TABLE _party_version (
    msisdn            TEXT NOT NULL REFERENCES _number (msisdn),
    role              TEXT NOT NULL CHECK (role IN ('user', 'payer', 'owner')),
    observed_from     INTEGER NOT NULL REFERENCES _instant (second),
    kind              TEXT NOT NULL CHECK (kind IN ('person', 'organization')),
    first_name        TEXT,
    middle_name       TEXT,
    last_name         TEXT,
    birth_date        TEXT CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    org_number        TEXT REFERENCES organization (org_number),
    organization_name TEXT,  -- where org_number is NULL; else organization has it
    observed_to       INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, role, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE _sim_card_version (
    msisdn        TEXT NOT NULL REFERENCES _number (msisdn),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    place         INTEGER NOT NULL,
    icc_id        TEXT,
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    sim_msisdn    TEXT,
    type          INTEGER REFERENCES _text (id),
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, observed_from, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE _setting_version (
    msisdn         TEXT NOT NULL REFERENCES _number (msisdn),
    setting_id     INTEGER NOT NULL,
    occurrence     INTEGER NOT NULL CHECK (occurrence >= 1),
    observed_from  INTEGER NOT NULL REFERENCES _instant (second),
    name           INTEGER REFERENCES _text (id),
    active         INTEGER CHECK (active IN (0, 1)),
    can_activate   INTEGER CHECK (can_activate IN (0, 1)),
    can_deactivate INTEGER CHECK (can_deactivate IN (0, 1)),
    observed_to    INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, setting_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE _add_on_version (
    msisdn        TEXT NOT NULL REFERENCES _number (msisdn),
    product_id    INTEGER NOT NULL,
    occurrence    INTEGER NOT NULL CHECK (occurrence >= 1),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    name          INTEGER REFERENCES _text (id),
    cancellable   INTEGER CHECK (cancellable IN (0, 1)),
    valid_to      TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, product_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

-- The relations without history. If the identity may be NULL, place counts the rows of one number.
CREATE TABLE _subscription_binding (
    number     INTEGER NOT NULL REFERENCES _number (id),
    place      INTEGER NOT NULL,
    name       INTEGER REFERENCES _text (id),
    type       INTEGER REFERENCES _text (id),
    occurrence INTEGER NOT NULL CHECK (occurrence >= 1),
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE _add_on_binding (
    number            INTEGER NOT NULL REFERENCES _number (id),
    place             INTEGER NOT NULL,
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL CHECK (add_on_occurrence >= 1),
    name              INTEGER REFERENCES _text (id),
    type              INTEGER REFERENCES _text (id),
    occurrence        INTEGER NOT NULL CHECK (occurrence >= 1),
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;

-- The quotas are not STRICT: a STRICT table has no type for both whole numbers and decimals but ANY, on which
-- DuckDB fails. The checks refuse the same values.
CREATE TABLE _subscription_usage_quota (
    number       INTEGER NOT NULL CHECK (typeof(number) = 'integer') REFERENCES _number (id),
    place        INTEGER NOT NULL CHECK (typeof(place) = 'integer'),
    name         INTEGER CHECK (typeof(name) IN ('integer', 'null')) REFERENCES _text (id),
    unit         INTEGER CHECK (typeof(unit) IN ('integer', 'null')) REFERENCES _text (id),
    traffic_type INTEGER CHECK (typeof(traffic_type) IN ('integer', 'null')) REFERENCES _text (id),
    quota_type   INTEGER CHECK (typeof(quota_type) IN ('integer', 'null')) REFERENCES _text (id),
    occurrence   INTEGER NOT NULL CHECK (typeof(occurrence) = 'integer' AND occurrence >= 1),
    value        NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to     TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    PRIMARY KEY (number, place)
) WITHOUT ROWID;

CREATE INDEX _subscription_usage_quota_by_valid_to ON _subscription_usage_quota (valid_to) WHERE valid_to IS NOT NULL;

CREATE TABLE _add_on_usage_quota (
    number            INTEGER NOT NULL CHECK (typeof(number) = 'integer') REFERENCES _number (id),
    place             INTEGER NOT NULL CHECK (typeof(place) = 'integer'),
    product_id        INTEGER NOT NULL CHECK (typeof(product_id) = 'integer'),
    add_on_occurrence INTEGER NOT NULL CHECK (typeof(add_on_occurrence) = 'integer' AND add_on_occurrence >= 1),
    name              INTEGER CHECK (typeof(name) IN ('integer', 'null')) REFERENCES _text (id),
    unit              INTEGER CHECK (typeof(unit) IN ('integer', 'null')) REFERENCES _text (id),
    traffic_type      INTEGER CHECK (typeof(traffic_type) IN ('integer', 'null')) REFERENCES _text (id),
    quota_type        INTEGER CHECK (typeof(quota_type) IN ('integer', 'null')) REFERENCES _text (id),
    occurrence        INTEGER NOT NULL CHECK (typeof(occurrence) = 'integer' AND occurrence >= 1),
    value             NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to          TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    PRIMARY KEY (number, place)
) WITHOUT ROWID;

CREATE INDEX _add_on_usage_quota_by_valid_to ON _add_on_usage_quota (valid_to) WHERE valid_to IS NOT NULL;

CREATE TABLE _add_on_order_type (
    number            INTEGER NOT NULL REFERENCES _number (id),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL CHECK (add_on_occurrence >= 1),
    order_type        INTEGER NOT NULL REFERENCES _text (id),
    PRIMARY KEY (number, product_id, add_on_occurrence, order_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE _orderable_add_on (
    number      INTEGER NOT NULL REFERENCES _number (id),
    product_id  INTEGER NOT NULL,
    name        INTEGER REFERENCES _text (id),
    cancellable INTEGER CHECK (cancellable IN (0, 1)),
    valid_to    TEXT CHECK (valid_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    PRIMARY KEY (number, product_id)
) STRICT, WITHOUT ROWID;

-- refreshed: details fetched only because their verification was among the oldest. missed: changes found by
-- refreshing that the next poll's search did not list.
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
    error       TEXT,
    refreshed   INTEGER NOT NULL DEFAULT 0,
    missed      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE coverage (
    from_at TEXT NOT NULL,
    to_at   TEXT NOT NULL CHECK (to_at >= from_at),
    run_id  INTEGER NOT NULL REFERENCES sync_run (id),
    pages   INTEGER NOT NULL,
    passes  INTEGER NOT NULL,
    rows    INTEGER NOT NULL
) STRICT;

CREATE INDEX coverage_by_to_at ON coverage (to_at);

CREATE TABLE anomaly (
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

-- Numbers queued for a detail request. 1 changed, 2 new, 3 to be verified because a list lacked it,
-- 4 a retry from the quarantine, 5 the search could not say whether it changed. Within a reason,
-- the longest wait comes first.
CREATE TABLE _queue (
    msisdn    TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    reason    INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 5),
    queued_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX _queue_by_reason ON _queue (reason, queued_at, msisdn);

-- The numbers listed by the last poll, and the server's time (epoch seconds) at which the
-- detail was fetched after that.
-- The next poll, whose lookback overlaps, may list such a number again without a change.
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

-- The parts of the list that were completely read: an account, a product, a long search.
CREATE TABLE _reconcile_part (
    reconcile_id INTEGER NOT NULL REFERENCES _reconcile (id) ON DELETE CASCADE,
    part         TEXT NOT NULL,
    is_read      INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
    PRIMARY KEY (reconcile_id, part)
) STRICT, WITHOUT ROWID;

-- The number's account in the newest list that held it.
CREATE TABLE _listed (
    msisdn       TEXT PRIMARY KEY NOT NULL,
    account_id   TEXT,
    reconcile_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last detail of each number as received, compressed by zstd with a numbered dictionary: see RawDocument.
CREATE TABLE _raw_document (
    number     INTEGER PRIMARY KEY REFERENCES _number (id),
    dictionary INTEGER NOT NULL,
    compressed BLOB NOT NULL
) STRICT;

-- Single facts that one run leaves to the next, prefixed with their owner's name, so that each source has its
-- own; an absent fact has no row. See MirrorCore's Fact.
CREATE TABLE _state (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers with both proofs that they are gone, parked until all of them are judged together.
CREATE TABLE _parked (
    msisdn    TEXT PRIMARY KEY NOT NULL REFERENCES _number (msisdn),
    reason    TEXT NOT NULL,
    parked_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that a refresh found changed: the next poll shows whether the search lists them too.
CREATE TABLE _refresh_finding (
    msisdn TEXT PRIMARY KEY NOT NULL REFERENCES _number (msisdn)
) STRICT, WITHOUT ROWID;

-- The mirror's id and origin, in one row. The id is random, so that two mirrors
-- never share one; a copy keeps it.
-- The origin is NULL until the first run; in a bound mirror, a NULL user_hash means
-- that there is no system user.
CREATE TABLE _mirror (
    row         INTEGER PRIMARY KEY CHECK (row = 1),
    id          TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    base_url    TEXT,
    client_hash TEXT CHECK ((client_hash IS NULL) = (base_url IS NULL)),   -- SHA-256 of oauth.client_id
    user_hash   TEXT,                                                      -- SHA-256 of oauth.username
    bound_at    TEXT CHECK ((bound_at IS NULL) = (base_url IS NULL))
) STRICT;

INSERT INTO _mirror (row, id) VALUES (1, lower(hex(randomblob(16))));

-- The unreadable values in a number's detail, by path, so that an answer can tell at any moment what it could
-- not read. anomaly counts everything ever met; this table holds what is still unread.
CREATE TABLE _unreadable_version (
    msisdn        TEXT NOT NULL REFERENCES _number (msisdn),
    path          INTEGER NOT NULL REFERENCES _text (id),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    count         INTEGER NOT NULL CHECK (count >= 1),
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, path, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX _unreadable_version_by_path ON _unreadable_version (path, observed_to);

-- Ties the mirror to the write-ahead log beside it: one row. Each commit increments it; the first
-- commit after the whole log was copied into the file starts an era, and base records the
-- previous row and schema cookie.
CREATE TABLE _log (
    row     INTEGER PRIMARY KEY CHECK (row = 1),
    era     TEXT NOT NULL,      -- random; '' until the first commit
    commits INTEGER NOT NULL,
    layout  INTEGER NOT NULL,   -- the schema's cookie at the last commit; VACUUM moves the cookie on
    base    TEXT NOT NULL
) STRICT;

INSERT INTO _log (row, era, commits, layout, base) VALUES (1, '', 0, 0, '');

-- The schema of a new mirror of submirror 0.1.0, for the test that upgrades such a one. Nothing here is run by
-- the program.
PRAGMA application_id = 1937075561;
PRAGMA user_version = 12;

CREATE TABLE _number (
    id            INTEGER PRIMARY KEY,
    msisdn        TEXT NOT NULL UNIQUE CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,   -- when any of its rows last changed
    verified_at   TEXT NOT NULL,
    content_hash  BLOB             -- of the last detail; NULL when gone, so that what returns is new
) STRICT;

CREATE INDEX _number_by_changed_at ON _number (changed_at);

CREATE INDEX _number_by_verified_at ON _number (verified_at) WHERE content_hash IS NOT NULL;

CREATE INDEX _number_gone ON _number (msisdn) WHERE content_hash IS NULL;

CREATE TABLE _text (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
) STRICT;

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

CREATE TABLE coverage (
    from_at TEXT NOT NULL,
    to_at   TEXT NOT NULL CHECK (to_at >= from_at),
    run_id  INTEGER NOT NULL REFERENCES sync_run (id),
    pages   INTEGER NOT NULL,
    passes  INTEGER NOT NULL,
    rows    INTEGER NOT NULL
) STRICT;

CREATE INDEX coverage_by_to_at ON coverage (to_at);

CREATE TABLE quarantine (
    msisdn          TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    stage           TEXT NOT NULL CHECK (stage IN ('fetch', 'normalize')),
    error           TEXT NOT NULL,
    attempts        INTEGER NOT NULL CHECK (attempts >= 1),
    first_failed_at TEXT NOT NULL,
    next_attempt_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE _queue (
    msisdn    TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    reason    INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 5),
    queued_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX _queue_by_reason ON _queue (reason, queued_at, msisdn);

CREATE TABLE _poll_listing (
    msisdn     TEXT PRIMARY KEY NOT NULL,
    fetched_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE _reconcile (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    method     TEXT NOT NULL CHECK (method IN ('accounts', 'fallback')),
    started_at TEXT NOT NULL,
    listed_at  TEXT
) STRICT;

CREATE TABLE _reconcile_part (
    reconcile_id INTEGER NOT NULL REFERENCES _reconcile (id) ON DELETE CASCADE,
    part         TEXT NOT NULL,
    is_read      INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
    PRIMARY KEY (reconcile_id, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE _listed (
    msisdn       TEXT PRIMARY KEY NOT NULL,
    account_id   TEXT,
    reconcile_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE _raw_document (
    number     INTEGER PRIMARY KEY REFERENCES _number (id),
    dictionary INTEGER NOT NULL,
    compressed BLOB NOT NULL
) STRICT;

CREATE TABLE _state (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE _parked (
    msisdn    TEXT PRIMARY KEY NOT NULL REFERENCES _number (msisdn),
    reason    TEXT NOT NULL,
    parked_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE _refresh_finding (
    msisdn TEXT PRIMARY KEY NOT NULL REFERENCES _number (msisdn)
) STRICT, WITHOUT ROWID;

CREATE TABLE _mirror (
    row         INTEGER PRIMARY KEY CHECK (row = 1),
    id          TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    base_url    TEXT,
    client_hash TEXT CHECK ((client_hash IS NULL) = (base_url IS NULL)),   -- SHA-256 of oauth.client_id
    user_hash   TEXT,                                                      -- SHA-256 of oauth.username
    bound_at    TEXT CHECK ((bound_at IS NULL) = (base_url IS NULL))
) STRICT;

CREATE TABLE _unreadable_version (
    msisdn        TEXT NOT NULL REFERENCES _number (msisdn),
    path          INTEGER NOT NULL REFERENCES _text (id),
    observed_from INTEGER NOT NULL REFERENCES _instant (second),
    count         INTEGER NOT NULL CHECK (count >= 1),
    observed_to   INTEGER REFERENCES _instant (second) CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, path, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX _unreadable_version_by_path ON _unreadable_version (path, observed_to);

CREATE TABLE _log (
    row     INTEGER PRIMARY KEY CHECK (row = 1),
    era     TEXT NOT NULL,      -- random; '' until the first commit
    commits INTEGER NOT NULL,
    layout  INTEGER NOT NULL,   -- the schema's cookie at the last commit; VACUUM moves the cookie on
    base    TEXT NOT NULL
) STRICT;

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
, version TEXT) STRICT;

CREATE INDEX sync_run_comparison ON sync_run (finished_at) WHERE kind IN ('backfill', 'reconcile') AND outcome = 'complete';

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

CREATE TABLE _millom_alias (
    subscriber TEXT PRIMARY KEY NOT NULL CHECK (subscriber <> ''),
    msisdn     TEXT NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*')
) STRICT, WITHOUT ROWID;

CREATE INDEX _millom_alias_by_msisdn ON _millom_alias (msisdn);

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

CREATE TABLE _millom_link (
    subscriber TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('refresh', 'ping', 'shop', 'purchase_link', 'payment_uri')),
    plan_id    TEXT NOT NULL,        -- '' of a link that is of no plan
    link       TEXT NOT NULL,
    expires_at INTEGER NOT NULL,     -- seconds since 1970
    PRIMARY KEY (subscriber, kind, plan_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX _millom_link_by_expires_at ON _millom_link (expires_at);

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

CREATE TABLE month_closing (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    month                 TEXT NOT NULL CHECK (
        month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' AND substr(month, 6) BETWEEN '01' AND '12'),
    closed_at             TEXT NOT NULL,
    from_at               TEXT NOT NULL,
    to_at                 TEXT NOT NULL CHECK (to_at > from_at AND closed_at >= to_at),
    time_zone             TEXT NOT NULL,
    cost_centre_reference TEXT NOT NULL,
    cost_centre_pattern   TEXT,
    cost_centre_fold      INTEGER NOT NULL CHECK (cost_centre_fold IN (0, 1)),
    subscription_count    INTEGER NOT NULL,
    gap_count             INTEGER NOT NULL,
    completeness          TEXT NOT NULL,   -- the relation completeness at closed_at, as JSON
    previous_id           INTEGER REFERENCES month_closing (id),
    checksum              TEXT NOT NULL CHECK (length(checksum) = 64 AND checksum NOT GLOB '*[^0-9a-f]*'),
    reopened_at           TEXT,
    reopened_because      TEXT CHECK ((reopened_because IS NULL) = (reopened_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX month_closing_standing ON month_closing (month) WHERE reopened_at IS NULL;

CREATE TABLE _month_reopening (
    place    INTEGER PRIMARY KEY,
    closing  INTEGER NOT NULL UNIQUE REFERENCES month_closing (id),
    after    INTEGER NOT NULL REFERENCES month_closing (id),
    checksum TEXT NOT NULL CHECK (length(checksum) = 64 AND checksum NOT GLOB '*[^0-9a-f]*')
) STRICT;

CREATE TABLE _month_group (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE CHECK (instr(value, ':') > 0)
) STRICT;

CREATE TABLE _month_subscription (
    closing         INTEGER NOT NULL REFERENCES month_closing (id),
    place           INTEGER NOT NULL,
    number          INTEGER REFERENCES _number (id),
    state           TEXT NOT NULL,
    account         INTEGER NOT NULL REFERENCES _month_group (id),
    cost_centre     INTEGER NOT NULL REFERENCES _month_group (id),
    type            INTEGER NOT NULL REFERENCES _month_group (id),
    organization    INTEGER NOT NULL REFERENCES _month_group (id),
    valid_from_date TEXT CHECK (valid_from_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    valid_to_date   TEXT CHECK (valid_to_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    salt            BLOB CHECK ((salt IS NULL) = (number IS NULL)),
    digest          BLOB NOT NULL,
    PRIMARY KEY (closing, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX _month_subscription_by_number ON _month_subscription (number) WHERE number IS NOT NULL;

CREATE TABLE _month_count (
    closing            INTEGER NOT NULL REFERENCES month_closing (id),
    grouping           TEXT NOT NULL CHECK (grouping IN ('total', 'account', 'cost-centre', 'type', 'organization')),
    "group"            INTEGER NOT NULL REFERENCES _month_group (id),
    name               TEXT,   -- as it was when the month was closed
    salt               BLOB,   -- NULL once the group's words were forgotten
    digest             BLOB NOT NULL,
    opening_count      INTEGER NOT NULL,
    restated_in_count  INTEGER NOT NULL,
    restated_out_count INTEGER NOT NULL,
    loaded_count       INTEGER NOT NULL,
    new_count          INTEGER NOT NULL,
    returned_count     INTEGER NOT NULL,
    moved_in_count     INTEGER NOT NULL,
    moved_out_count    INTEGER NOT NULL,
    terminated_count   INTEGER NOT NULL,
    gone_count         INTEGER NOT NULL,
    reread_in_count    INTEGER NOT NULL,
    reread_out_count   INTEGER NOT NULL,
    closing_count      INTEGER NOT NULL CHECK (
        closing_count = opening_count + restated_in_count - restated_out_count + loaded_count + new_count
            + returned_count + moved_in_count - moved_out_count - terminated_count - gone_count + reread_in_count
            - reread_out_count),
    PRIMARY KEY (closing, grouping, "group")
) STRICT, WITHOUT ROWID;

CREATE TABLE _month_event (
    closing    INTEGER NOT NULL REFERENCES month_closing (id),
    place      INTEGER NOT NULL,
    grouping   TEXT NOT NULL CHECK (grouping IN ('total', 'account', 'cost-centre', 'type', 'organization')),
    figure     TEXT NOT NULL CHECK (figure IN (
        'restated-in', 'restated-out', 'loaded', 'new', 'returned', 'moved-in', 'moved-out', 'terminated', 'gone',
        'reread-in', 'reread-out')),
    number     INTEGER REFERENCES _number (id),
    from_group INTEGER REFERENCES _month_group (id),
    to_group   INTEGER REFERENCES _month_group (id) CHECK (to_group IS NOT NULL OR from_group IS NOT NULL),
    salt       BLOB CHECK (salt IS NOT NULL OR number IS NULL),   -- NULL once the person or the group's words were forgotten
    digest     BLOB NOT NULL,
    PRIMARY KEY (closing, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX _month_event_by_number ON _month_event (number) WHERE number IS NOT NULL;

CREATE TABLE _audit (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    name             TEXT NOT NULL CHECK (name <> ''),
    file_name        TEXT NOT NULL,
    file_hash        TEXT NOT NULL,
    audited_at       TEXT NOT NULL,
    as_of            TEXT NOT NULL,
    as_of_date       TEXT NOT NULL CHECK (as_of_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    period_from_date TEXT NOT NULL CHECK (period_from_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    number_column    TEXT NOT NULL,
    lines_per_number TEXT NOT NULL CHECK (lines_per_number IN ('one', 'many')),
    row_count        INTEGER NOT NULL CHECK (
        row_count = line_count + header_count + remark_count + total_count + blank_count),
    line_count       INTEGER NOT NULL,
    header_count     INTEGER NOT NULL,
    remark_count     INTEGER NOT NULL,
    total_count      INTEGER NOT NULL,
    blank_count      INTEGER NOT NULL,
    amount           TEXT CHECK (amount <> '' AND amount NOT GLOB '*[^-0-9.]*'),
    stated_amount    TEXT CHECK (stated_amount <> '' AND stated_amount NOT GLOB '*[^-0-9.]*')
) STRICT;

CREATE INDEX _audit_by_name ON _audit (name);

CREATE TABLE _audit_total (
    audit        INTEGER NOT NULL REFERENCES _audit (id),
    result       TEXT NOT NULL CHECK (
        result IN ('matched', 'only there', 'only here', 'differing', 'doubled', 'unreadable')),
    line_count   INTEGER NOT NULL,
    number_count INTEGER NOT NULL,
    amount       TEXT CHECK (amount <> '' AND amount NOT GLOB '*[^-0-9.]*'),
    PRIMARY KEY (audit, result)
) STRICT, WITHOUT ROWID;

CREATE TABLE _audit_entry (
    audit         INTEGER NOT NULL REFERENCES _audit (id),
    entry         INTEGER NOT NULL CHECK (entry >= 1),
    line          INTEGER,
    msisdn        TEXT CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    result        TEXT NOT NULL CHECK (
        result IN ('matched', 'only there', 'only here', 'differing', 'doubled', 'unreadable', 'left out')),
    reason        TEXT,
    amount        TEXT CHECK (amount <> '' AND amount NOT GLOB '*[^-0-9.]*'),
    cost_centre   TEXT,
    account_id    TEXT,
    repeats_line  INTEGER,
    sheet         TEXT,
    repeats_sheet TEXT,
    PRIMARY KEY (audit, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX _audit_entry_by_msisdn ON _audit_entry (msisdn);

CREATE TABLE _audit_difference (
    audit        INTEGER NOT NULL,
    entry        INTEGER NOT NULL,
    field        TEXT NOT NULL,
    file_value   TEXT NOT NULL,
    mirror_value TEXT,
    PRIMARY KEY (audit, entry, field),
    FOREIGN KEY (audit, entry) REFERENCES _audit_entry (audit, entry)
) STRICT, WITHOUT ROWID;

CREATE VIEW _subscription AS
SELECT msisdn, first_seen_at, changed_at, verified_at, content_hash FROM _number;

CREATE VIEW _subscription_version AS
SELECT
    number.msisdn, began.text AS observed_from, ended.text AS observed_to,
    status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    version.gone_at, version.gone_reason, version.changed_at, version.verified_at
FROM _number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
JOIN _instant AS began ON began.second = version.observed_from
LEFT JOIN _instant AS ended ON ended.second = version.observed_to;

CREATE VIEW _living AS
SELECT msisdn, first_seen_at, changed_at, verified_at
FROM _subscription
WHERE content_hash IS NOT NULL;

CREATE VIEW _gone AS
SELECT msisdn, first_seen_at, changed_at, verified_at
FROM _subscription
WHERE content_hash IS NULL;

CREATE VIEW _number_count AS
SELECT known, known - gone AS living, gone
FROM (SELECT (SELECT count(*) FROM _subscription) AS known, (SELECT count(*) FROM _gone) AS gone);

CREATE VIEW _history_floor AS
SELECT coalesce(max(value), '') AS text, coalesce(unixepoch(max(value)), -9000000000000) AS second
FROM _state
WHERE key IN ('mirror.history_from', 'mirror.gone_from');

CREATE VIEW _coverage_numbered AS
WITH ordered AS (
    SELECT rowid AS entry, *, max(to_at) OVER (
        ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_to
    FROM coverage
)
SELECT
    entry, from_at, to_at, run_id, pages, passes, rows,
    sum(covered_to IS NULL OR from_at > covered_to) OVER (ORDER BY from_at, to_at) AS stretch
FROM ordered;

CREATE VIEW _coverage_stretch AS
SELECT min(from_at) AS from_at, max(to_at) AS to_at
FROM _coverage_numbered GROUP BY stretch ORDER BY stretch;

CREATE VIEW subscription_history AS
SELECT
    number.msisdn, status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at,
    coalesce(version.changed_at, number.changed_at) AS changed_at,
    coalesce(version.verified_at, number.verified_at) AS verified_at,
    version.gone_at, version.gone_reason,
    began.text AS observed_from, ended.text AS observed_to
FROM _number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
JOIN _instant AS began ON began.second = version.observed_from
LEFT JOIN _instant AS ended ON ended.second = version.observed_to;

CREATE VIEW party_history AS
SELECT
    version.msisdn, version.role, version.kind, version.first_name, version.middle_name, version.last_name, version.birth_date, version.org_number, version.organization_name,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _party_version AS version;

CREATE VIEW sim_card_history AS
SELECT
    version.msisdn, version.icc_id, version.occurrence, version.sim_msisdn, (SELECT value FROM _text WHERE id = version.type) AS type,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _sim_card_version AS version;

CREATE VIEW setting_history AS
SELECT
    version.msisdn, version.setting_id, version.occurrence, (SELECT value FROM _text WHERE id = version.name) AS name, version.active, version.can_activate, version.can_deactivate,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _setting_version AS version;

CREATE VIEW add_on_history AS
SELECT
    version.msisdn, version.product_id, version.occurrence, (SELECT value FROM _text WHERE id = version.name) AS name, version.cancellable, version.valid_to,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _add_on_version AS version;

CREATE VIEW _unreadable_history AS
SELECT
    version.msisdn, (SELECT value FROM _text WHERE id = version.path) AS path, version.count,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _unreadable_version AS version;

CREATE VIEW millom_account_history AS
SELECT
    version.subscriber, (SELECT value FROM _text WHERE id = version.account_type) AS account_type, version.account_id, (SELECT value FROM _text WHERE id = version.account_status) AS account_status, (SELECT value FROM _text WHERE id = version.rate_plan_id) AS rate_plan_id, version.birth_date, version.expires_at, version.data_balance, version.data_balance_expires_at,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_account_version AS version;

CREATE VIEW millom_money_balance_history AS
SELECT
    version.subscriber, version.record, (SELECT value FROM _text WHERE id = version.balance_type) AS balance_type, version.occurrence, version.amount, (SELECT value FROM _text WHERE id = version.currency) AS currency, version.expires_at,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_money_balance_version AS version;

CREATE VIEW millom_plan_history AS
SELECT
    version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.occurrence, version.expires_at, (SELECT value FROM _text WHERE id = version.applications) AS applications,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_plan_version AS version;

CREATE VIEW millom_plan_gauge_history AS
SELECT
    version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.plan_occurrence, (SELECT value FROM _text WHERE id = version.unit) AS unit, version.occurrence, version.quota, version.remaining, version.is_unlimited,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_plan_gauge_version AS version;

CREATE VIEW millom_state_history AS
SELECT
    version.subscriber, (SELECT value FROM _text WHERE id = version.subscriber_state) AS subscriber_state,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_state_version AS version;

CREATE VIEW millom_offer_history AS
SELECT
    version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.occurrence, (SELECT value FROM _text WHERE id = version.type) AS type, version.cost, (SELECT value FROM _text WHERE id = version.currency) AS currency, (SELECT value FROM _text WHERE id = version.fund_source) AS fund_source, version.offer_context,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_offer_version AS version;

CREATE VIEW millom_offer_quota_history AS
SELECT
    version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.offer_occurrence, (SELECT value FROM _text WHERE id = version.unit) AS unit, version.occurrence, version.quota, version.is_unlimited,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_offer_quota_version AS version;

CREATE VIEW millom_text_history AS
SELECT
    version.subscriber, version.owner, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.owner_occurrence, version.field, (SELECT value FROM _text WHERE id = version.language) AS language, version.occurrence, (SELECT value FROM _text WHERE id = version.text) AS text,
    (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
    (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
FROM _millom_text_version AS version;

CREATE VIEW party AS
SELECT version.msisdn, version.role, version.kind, version.first_name, version.middle_name, version.last_name, version.birth_date, version.org_number, version.organization_name
FROM _party_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW sim_card AS
SELECT version.msisdn, version.icc_id, version.occurrence, version.sim_msisdn, (SELECT value FROM _text WHERE id = version.type) AS type
FROM _sim_card_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW setting AS
SELECT version.msisdn, version.setting_id, version.occurrence, (SELECT value FROM _text WHERE id = version.name) AS name, version.active, version.can_activate, version.can_deactivate
FROM _setting_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW add_on AS
SELECT version.msisdn, version.product_id, version.occurrence, (SELECT value FROM _text WHERE id = version.name) AS name, version.cancellable, version.valid_to
FROM _add_on_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW subscription_binding AS
SELECT number.msisdn, (SELECT value FROM _text WHERE id = entry.name) AS name, (SELECT value FROM _text WHERE id = entry.type) AS type, entry.occurrence
FROM _subscription_binding AS entry
JOIN _number AS number ON number.id = entry.number;

CREATE VIEW add_on_binding AS
SELECT number.msisdn, entry.product_id, entry.add_on_occurrence, (SELECT value FROM _text WHERE id = entry.name) AS name, (SELECT value FROM _text WHERE id = entry.type) AS type, entry.occurrence
FROM _add_on_binding AS entry
JOIN _number AS number ON number.id = entry.number;

CREATE VIEW subscription_usage_quota AS
SELECT number.msisdn, (SELECT value FROM _text WHERE id = entry.name) AS name, (SELECT value FROM _text WHERE id = entry.unit) AS unit, (SELECT value FROM _text WHERE id = entry.traffic_type) AS traffic_type, (SELECT value FROM _text WHERE id = entry.quota_type) AS quota_type, entry.occurrence, entry.value, entry.valid_to
FROM _subscription_usage_quota AS entry
JOIN _number AS number ON number.id = entry.number;

CREATE VIEW add_on_usage_quota AS
SELECT number.msisdn, entry.product_id, entry.add_on_occurrence, (SELECT value FROM _text WHERE id = entry.name) AS name, (SELECT value FROM _text WHERE id = entry.unit) AS unit, (SELECT value FROM _text WHERE id = entry.traffic_type) AS traffic_type, (SELECT value FROM _text WHERE id = entry.quota_type) AS quota_type, entry.occurrence, entry.value, entry.valid_to
FROM _add_on_usage_quota AS entry
JOIN _number AS number ON number.id = entry.number;

CREATE VIEW add_on_order_type AS
SELECT number.msisdn, entry.product_id, entry.add_on_occurrence, (SELECT value FROM _text WHERE id = entry.order_type) AS order_type
FROM _add_on_order_type AS entry
JOIN _number AS number ON number.id = entry.number;

CREATE VIEW orderable_add_on AS
SELECT number.msisdn, entry.product_id, (SELECT value FROM _text WHERE id = entry.name) AS name, entry.cancellable, entry.valid_to
FROM _orderable_add_on AS entry
JOIN _number AS number ON number.id = entry.number;

CREATE VIEW millom_account AS
SELECT version.subscriber, (SELECT value FROM _text WHERE id = version.account_type) AS account_type, version.account_id, (SELECT value FROM _text WHERE id = version.account_status) AS account_status, (SELECT value FROM _text WHERE id = version.rate_plan_id) AS rate_plan_id, version.birth_date, version.expires_at, version.data_balance, version.data_balance_expires_at
FROM _millom_account_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_money_balance AS
SELECT version.subscriber, version.record, (SELECT value FROM _text WHERE id = version.balance_type) AS balance_type, version.occurrence, version.amount, (SELECT value FROM _text WHERE id = version.currency) AS currency, version.expires_at
FROM _millom_money_balance_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_plan AS
SELECT version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.occurrence, version.expires_at, (SELECT value FROM _text WHERE id = version.applications) AS applications
FROM _millom_plan_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_plan_gauge AS
SELECT version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.plan_occurrence, (SELECT value FROM _text WHERE id = version.unit) AS unit, version.occurrence, version.quota, version.remaining, version.is_unlimited
FROM _millom_plan_gauge_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_state AS
SELECT version.subscriber, (SELECT value FROM _text WHERE id = version.subscriber_state) AS subscriber_state
FROM _millom_state_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_offer AS
SELECT version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.occurrence, (SELECT value FROM _text WHERE id = version.type) AS type, version.cost, (SELECT value FROM _text WHERE id = version.currency) AS currency, (SELECT value FROM _text WHERE id = version.fund_source) AS fund_source, version.offer_context
FROM _millom_offer_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_offer_quota AS
SELECT version.subscriber, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.offer_occurrence, (SELECT value FROM _text WHERE id = version.unit) AS unit, version.occurrence, version.quota, version.is_unlimited
FROM _millom_offer_quota_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW millom_text AS
SELECT version.subscriber, version.owner, (SELECT value FROM _text WHERE id = version.plan_id) AS plan_id, version.owner_occurrence, version.field, (SELECT value FROM _text WHERE id = version.language) AS language, version.occurrence, (SELECT value FROM _text WHERE id = version.text) AS text
FROM _millom_text_version AS version
WHERE version.observed_to IS NULL;

CREATE VIEW subscription AS
SELECT
    number.msisdn, status_text.value AS status, version.subscription_type_id,
    version.user_reference1, version.user_reference2, version.user_reference3,
    version.valid_from_date, version.valid_to_date, version.account_id,
    number.first_seen_at, number.changed_at, number.verified_at, version.gone_at, version.gone_reason
FROM _number_version AS version
JOIN _number AS number ON number.id = version.number
LEFT JOIN _text AS status_text ON status_text.id = version.status
WHERE version.observed_to IS NULL;

CREATE VIEW _blank AS
SELECT char(
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
    28, 29, 30, 31, 32, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142,
    143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 173, 5760,
    6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8206,
    8207, 8232, 8233, 8234, 8235, 8236, 8237, 8238, 8239, 8287, 8288, 8289, 8290, 8291, 8292, 8294,
    8295, 8296, 8297, 12288, 65279
) AS characters;

CREATE VIEW _report_day AS
SELECT coalesce(
    (SELECT value FROM _state WHERE key = 'mirror.report_day'),
    (SELECT date(max(finished_at)) FROM sync_run)
) AS day;

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

CREATE VIEW change AS
WITH
-- When a number came (again), and when it went.
arrival AS NOT MATERIALIZED (
    SELECT number.msisdn, version.observed_from AS second
    FROM _number AS number
    CROSS JOIN _number_version AS version ON version.number = number.id
    LEFT JOIN _number_version AS before
        ON before.number = version.number AND before.observed_to = version.observed_from
    WHERE version.gone_at IS NULL AND (before.number IS NULL OR before.gone_at IS NOT NULL)
        AND version.observed_from >= (SELECT second FROM _history_floor)
),
departure AS NOT MATERIALIZED (
    SELECT number.msisdn, version.observed_from AS second
    FROM _number AS number
    CROSS JOIN _number_version AS version ON version.number = number.id
    JOIN _number_version AS before
        ON before.number = version.number AND before.observed_to = version.observed_from
    WHERE version.gone_at IS NOT NULL AND before.gone_at IS NULL
        AND version.observed_from >= (SELECT second FROM _history_floor)
)
SELECT (SELECT text FROM _instant WHERE second = arrival.second) AS observed_at, msisdn, 'subscription' AS relation,
    CAST(msisdn AS TEXT) AS item, CAST(NULL AS TEXT) AS field, CAST(NULL AS TEXT) AS old_value,
    CAST(NULL AS TEXT) AS new_value, 'added' AS kind
FROM arrival
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = departure.second), msisdn, 'subscription', CAST(msisdn AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM departure
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = after.observed_from), number.msisdn, 'subscription', CAST(number.msisdn AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'status' THEN (SELECT value FROM _text WHERE id = before.status)
        WHEN 'subscription_type_id' THEN before.subscription_type_id
        WHEN 'user_reference1' THEN before.user_reference1
        WHEN 'user_reference2' THEN before.user_reference2
        WHEN 'user_reference3' THEN before.user_reference3
        WHEN 'valid_from_date' THEN before.valid_from_date
        WHEN 'valid_to_date' THEN before.valid_to_date
        WHEN 'account_id' THEN before.account_id END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'status' THEN (SELECT value FROM _text WHERE id = after.status)
        WHEN 'subscription_type_id' THEN after.subscription_type_id
        WHEN 'user_reference1' THEN after.user_reference1
        WHEN 'user_reference2' THEN after.user_reference2
        WHEN 'user_reference3' THEN after.user_reference3
        WHEN 'valid_from_date' THEN after.valid_from_date
        WHEN 'valid_to_date' THEN after.valid_to_date
        WHEN 'account_id' THEN after.account_id END AS TEXT),
    'changed'
FROM _number AS number CROSS JOIN _number_version AS after ON after.number = number.id
JOIN _number_version AS before
    ON before.number = after.number AND before.observed_to = after.observed_from
CROSS JOIN (VALUES ('status'), ('subscription_type_id'), ('user_reference1'), ('user_reference2'), ('user_reference3'), ('valid_from_date'), ('valid_to_date'), ('account_id')) AS compared
WHERE after.gone_at IS NULL AND before.gone_at IS NULL AND after.observed_from >= (SELECT second FROM _history_floor) AND CASE compared.column1
        WHEN 'status' THEN before.status IS NOT after.status
        WHEN 'subscription_type_id' THEN before.subscription_type_id IS NOT after.subscription_type_id
        WHEN 'user_reference1' THEN before.user_reference1 IS NOT after.user_reference1
        WHEN 'user_reference2' THEN before.user_reference2 IS NOT after.user_reference2
        WHEN 'user_reference3' THEN before.user_reference3 IS NOT after.user_reference3
        WHEN 'valid_from_date' THEN before.valid_from_date IS NOT after.valid_from_date
        WHEN 'valid_to_date' THEN before.valid_to_date IS NOT after.valid_to_date
        WHEN 'account_id' THEN before.account_id IS NOT after.account_id END
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = after.observed_from), after.msisdn, 'party', CAST(after.role AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'kind' THEN before.kind
        WHEN 'first_name' THEN before.first_name
        WHEN 'middle_name' THEN before.middle_name
        WHEN 'last_name' THEN before.last_name
        WHEN 'birth_date' THEN before.birth_date
        WHEN 'org_number' THEN before.org_number
        WHEN 'organization_name' THEN before.organization_name END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'kind' THEN after.kind
        WHEN 'first_name' THEN after.first_name
        WHEN 'middle_name' THEN after.middle_name
        WHEN 'last_name' THEN after.last_name
        WHEN 'birth_date' THEN after.birth_date
        WHEN 'org_number' THEN after.org_number
        WHEN 'organization_name' THEN after.organization_name END AS TEXT),
    'changed'
FROM _party_version AS after
JOIN _party_version AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.role = after.role
CROSS JOIN (VALUES ('kind'), ('first_name'), ('middle_name'), ('last_name'), ('birth_date'), ('org_number'), ('organization_name')) AS compared
WHERE after.observed_from >= (SELECT second FROM _history_floor) AND CASE compared.column1
        WHEN 'kind' THEN before.kind IS NOT after.kind
        WHEN 'first_name' THEN before.first_name IS NOT after.first_name
        WHEN 'middle_name' THEN before.middle_name IS NOT after.middle_name
        WHEN 'last_name' THEN before.last_name IS NOT after.last_name
        WHEN 'birth_date' THEN before.birth_date IS NOT after.birth_date
        WHEN 'org_number' THEN before.org_number IS NOT after.org_number
        WHEN 'organization_name' THEN before.organization_name IS NOT after.organization_name END
UNION ALL
SELECT moment.text, after.msisdn, 'party', CAST(after.role AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(after.kind AS TEXT), 'added'
FROM _party_version AS after
CROSS JOIN _instant AS moment ON moment.second = after.observed_from
WHERE after.observed_from >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _party_version AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = moment.second
            AND before.role = after.role)
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.second = moment.second)
UNION ALL
SELECT moment.text, before.msisdn, 'party', CAST(before.role AS TEXT), CAST(NULL AS TEXT), CAST(before.kind AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM _party_version AS before
CROSS JOIN _instant AS moment ON moment.second = before.observed_to
WHERE before.observed_to >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _party_version AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = moment.second
            AND after.role = before.role)
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.second = moment.second)
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = after.observed_from), after.msisdn, 'sim_card', CAST(coalesce(after.icc_id, after.sim_msisdn) || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'sim_msisdn' THEN before.sim_msisdn
        WHEN 'type' THEN (SELECT value FROM _text WHERE id = before.type) END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'sim_msisdn' THEN after.sim_msisdn
        WHEN 'type' THEN (SELECT value FROM _text WHERE id = after.type) END AS TEXT),
    'changed'
FROM _sim_card_version AS after
JOIN _sim_card_version AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.icc_id IS after.icc_id AND before.occurrence = after.occurrence AND (before.icc_id IS NOT NULL OR before.sim_msisdn IS after.sim_msisdn)
CROSS JOIN (VALUES ('sim_msisdn'), ('type')) AS compared
WHERE after.observed_from >= (SELECT second FROM _history_floor) AND CASE compared.column1
        WHEN 'sim_msisdn' THEN before.sim_msisdn IS NOT after.sim_msisdn
        WHEN 'type' THEN before.type IS NOT after.type END
UNION ALL
SELECT moment.text, after.msisdn, 'sim_card', CAST(coalesce(after.icc_id, after.sim_msisdn) || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST((SELECT value FROM _text WHERE id = after.type) AS TEXT), 'added'
FROM _sim_card_version AS after
CROSS JOIN _instant AS moment ON moment.second = after.observed_from
WHERE after.observed_from >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _sim_card_version AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = moment.second
            AND before.icc_id IS after.icc_id AND before.occurrence = after.occurrence AND (before.icc_id IS NOT NULL OR before.sim_msisdn IS after.sim_msisdn))
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.second = moment.second)
UNION ALL
SELECT moment.text, before.msisdn, 'sim_card', CAST(coalesce(before.icc_id, before.sim_msisdn) || iif(before.occurrence > 1, '#' || before.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST((SELECT value FROM _text WHERE id = before.type) AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM _sim_card_version AS before
CROSS JOIN _instant AS moment ON moment.second = before.observed_to
WHERE before.observed_to >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _sim_card_version AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = moment.second
            AND after.icc_id IS before.icc_id AND after.occurrence = before.occurrence AND (after.icc_id IS NOT NULL OR after.sim_msisdn IS before.sim_msisdn))
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.second = moment.second)
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = after.observed_from), after.msisdn, 'setting', CAST(after.setting_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN (SELECT value FROM _text WHERE id = before.name)
        WHEN 'active' THEN before.active
        WHEN 'can_activate' THEN before.can_activate
        WHEN 'can_deactivate' THEN before.can_deactivate END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN (SELECT value FROM _text WHERE id = after.name)
        WHEN 'active' THEN after.active
        WHEN 'can_activate' THEN after.can_activate
        WHEN 'can_deactivate' THEN after.can_deactivate END AS TEXT),
    'changed'
FROM _setting_version AS after
JOIN _setting_version AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.setting_id = after.setting_id AND before.occurrence = after.occurrence
CROSS JOIN (VALUES ('name'), ('active'), ('can_activate'), ('can_deactivate')) AS compared
WHERE after.observed_from >= (SELECT second FROM _history_floor) AND CASE compared.column1
        WHEN 'name' THEN before.name IS NOT after.name
        WHEN 'active' THEN before.active IS NOT after.active
        WHEN 'can_activate' THEN before.can_activate IS NOT after.can_activate
        WHEN 'can_deactivate' THEN before.can_deactivate IS NOT after.can_deactivate END
UNION ALL
SELECT moment.text, after.msisdn, 'setting', CAST(after.setting_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST((SELECT value FROM _text WHERE id = after.name) AS TEXT), 'added'
FROM _setting_version AS after
CROSS JOIN _instant AS moment ON moment.second = after.observed_from
WHERE after.observed_from >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _setting_version AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = moment.second
            AND before.setting_id = after.setting_id AND before.occurrence = after.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.second = moment.second)
UNION ALL
SELECT moment.text, before.msisdn, 'setting', CAST(before.setting_id || iif(before.occurrence > 1, '#' || before.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST((SELECT value FROM _text WHERE id = before.name) AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM _setting_version AS before
CROSS JOIN _instant AS moment ON moment.second = before.observed_to
WHERE before.observed_to >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _setting_version AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = moment.second
            AND after.setting_id = before.setting_id AND after.occurrence = before.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.second = moment.second)
UNION ALL
SELECT (SELECT text FROM _instant WHERE second = after.observed_from), after.msisdn, 'add_on', CAST(after.product_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(compared.column1 AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN (SELECT value FROM _text WHERE id = before.name)
        WHEN 'cancellable' THEN before.cancellable
        WHEN 'valid_to' THEN before.valid_to END AS TEXT),
    CAST(CASE compared.column1
        WHEN 'name' THEN (SELECT value FROM _text WHERE id = after.name)
        WHEN 'cancellable' THEN after.cancellable
        WHEN 'valid_to' THEN after.valid_to END AS TEXT),
    'changed'
FROM _add_on_version AS after
JOIN _add_on_version AS before
    ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from AND before.product_id = after.product_id AND before.occurrence = after.occurrence
CROSS JOIN (VALUES ('name'), ('cancellable'), ('valid_to')) AS compared
WHERE after.observed_from >= (SELECT second FROM _history_floor) AND CASE compared.column1
        WHEN 'name' THEN before.name IS NOT after.name
        WHEN 'cancellable' THEN before.cancellable IS NOT after.cancellable
        WHEN 'valid_to' THEN before.valid_to IS NOT after.valid_to END
UNION ALL
SELECT moment.text, after.msisdn, 'add_on', CAST(after.product_id || iif(after.occurrence > 1, '#' || after.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST((SELECT value FROM _text WHERE id = after.name) AS TEXT), 'added'
FROM _add_on_version AS after
CROSS JOIN _instant AS moment ON moment.second = after.observed_from
WHERE after.observed_from >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _add_on_version AS before
        WHERE before.msisdn = after.msisdn AND before.observed_to = moment.second
            AND before.product_id = after.product_id AND before.occurrence = after.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM arrival
        WHERE arrival.msisdn = after.msisdn AND arrival.second = moment.second)
UNION ALL
SELECT moment.text, before.msisdn, 'add_on', CAST(before.product_id || iif(before.occurrence > 1, '#' || before.occurrence, '') AS TEXT), CAST(NULL AS TEXT), CAST((SELECT value FROM _text WHERE id = before.name) AS TEXT), CAST(NULL AS TEXT), 'removed'
FROM _add_on_version AS before
CROSS JOIN _instant AS moment ON moment.second = before.observed_to
WHERE before.observed_to >= (SELECT second FROM _history_floor)
    AND NOT EXISTS (
        SELECT 1 FROM _add_on_version AS after
        WHERE after.msisdn = before.msisdn AND after.observed_from = moment.second
            AND after.product_id = before.product_id AND after.occurrence = before.occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM departure
        WHERE departure.msisdn = before.msisdn AND departure.second = moment.second);

CREATE VIEW subscription_flat AS
SELECT
    subscription.msisdn, subscription.state, subscription.status,
    subscription.subscription_type_id, subscription_type.name AS subscription_type,
    subscription_type.payment_type, subscription_type.access_type,
    subscription.user_reference1, subscription.user_reference2, subscription.user_reference3,
    subscription.valid_from_date, subscription.valid_to_date,
    subscription.account_id, account.reference1 AS account_reference1,
    party_user.kind AS user_kind,
    nullif(rtrim(ltrim(coalesce(party_user.first_name, '') || ' ' || coalesce(party_user.middle_name || ' ', '')
        || coalesce(party_user.last_name, ''))), '') AS user_name,
    coalesce(user_organization.name, party_user.organization_name) AS user_organization,
    nullif(rtrim(ltrim(coalesce(party_payer.first_name, '') || ' ' || coalesce(party_payer.middle_name || ' ', '')
        || coalesce(party_payer.last_name, ''))), '') AS payer_name,
    coalesce(payer_organization.name, party_payer.organization_name) AS payer_organization,
    party_owner.org_number AS owner_org_number,
    coalesce(owner_organization.name, party_owner.organization_name) AS owner_organization,
    (SELECT count(1) FROM sim_card WHERE sim_card.msisdn = subscription.msisdn) AS sim_card_count,
    (SELECT count(1) FROM add_on WHERE add_on.msisdn = subscription.msisdn) AS add_on_count,
    (SELECT group_concat(name, '; ') FROM (
        SELECT coalesce(add_on.name, add_on.product_id) AS name FROM add_on
        WHERE add_on.msisdn = subscription.msisdn ORDER BY add_on.product_id, add_on.occurrence
    )) AS add_on_names,
    subscription.first_seen_at, subscription.changed_at, subscription.verified_at
FROM _subscription_state AS subscription
LEFT JOIN subscription_type ON subscription_type.id = subscription.subscription_type_id
LEFT JOIN account ON account.id = subscription.account_id
LEFT JOIN party AS party_user ON party_user.msisdn = subscription.msisdn AND party_user.role = 'user'
LEFT JOIN organization AS user_organization ON user_organization.org_number = party_user.org_number
LEFT JOIN party AS party_payer ON party_payer.msisdn = subscription.msisdn AND party_payer.role = 'payer'
LEFT JOIN organization AS payer_organization ON payer_organization.org_number = party_payer.org_number
LEFT JOIN party AS party_owner ON party_owner.msisdn = subscription.msisdn AND party_owner.role = 'owner'
LEFT JOIN organization AS owner_organization ON owner_organization.org_number = party_owner.org_number
WHERE subscription.gone_at IS NULL;

CREATE VIEW _unreadable_now AS
SELECT msisdn, path AS path_id, count FROM _unreadable_version WHERE observed_to IS NULL;

CREATE VIEW snapshot_info AS
WITH last_run (run_id, as_of) AS (
    SELECT id, finished_at FROM sync_run WHERE source = 'telenor' AND outcome = 'complete' ORDER BY id DESC LIMIT 1
),
base AS (
    SELECT
        (SELECT as_of FROM last_run) AS as_of, (SELECT run_id FROM last_run) AS run_id,
        (SELECT max(from_at) FROM _coverage_stretch) AS gapless_since
),
-- Materialized, as else each row that is compared with a moment would find the moment anew.
since AS MATERIALIZED (
    SELECT
        *, strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-1 day') AS since_1_day,
        strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-7 days') AS since_7_days,
        strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-30 days') AS since_30_days
    FROM base
),
-- In one scan, and through no index: SQLite 3.40 reads each row in a partial one. See _number_count.
verified AS MATERIALIZED (
    SELECT
        count(iif(verified_at >= since_1_day, content_hash, NULL)) AS within_1_day,
        count(iif(verified_at >= since_7_days, content_hash, NULL)) AS within_7_days,
        count(iif(verified_at >= since_30_days, content_hash, NULL)) AS within_30_days
    FROM since
    CROSS JOIN _subscription
)
SELECT
    as_of, (SELECT id FROM _mirror) AS mirror_id, run_id, 12 AS schema_version, 'full' AS privacy, gapless_since,
    (SELECT living FROM _number_count) AS subscription_count,
    (SELECT within_1_day FROM verified) AS verified_within_1_day_count,
    (SELECT within_7_days FROM verified) AS verified_within_7_days_count,
    (SELECT within_30_days FROM verified) AS verified_within_30_days_count,
    (SELECT coalesce(sum(count), 0) FROM _unreadable_now) AS unreadable_value_count,
    (SELECT coalesce(sum(CAST(value AS INTEGER)), 0) FROM _state
        WHERE key IN ('telenor.unreadable_poll_rows', 'telenor.unreadable_list_rows')) AS unreadable_list_row_count,
    (SELECT count(1) FROM quarantine) AS quarantined_count,
    (SELECT version FROM sync_run WHERE id = since.run_id) AS program_version
FROM since;

CREATE VIEW millom_subscriber AS
SELECT
    subscriber, key_type, operator, iif(key_type = 'MSISDN', subscriber, NULL) AS msisdn, is_known,
    (SELECT record.error_cause FROM _millom_record AS record
        WHERE record.subscriber = person.subscriber AND record.error_cause IS NOT NULL
        ORDER BY record.asked_at DESC, record.record LIMIT 1) AS error_cause,
    tenure_days, first_seen_at,
    (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(record.fetched_at), 'unixepoch') FROM _millom_record AS record
        WHERE record.subscriber = person.subscriber) AS verified_at,
    iif(is_followed = 1, (
        SELECT strftime('%Y-%m-%dT%H:%M:%SZ', min(record.due_at), 'unixepoch') FROM _millom_record AS record
        WHERE record.subscriber = person.subscriber), NULL) AS next_due_at
FROM _millom_subscriber AS person;

CREATE VIEW millom_purchase_event AS
SELECT transid, step AS number, "at", kind, state, message, error_cause, confirmation_code, recorded_by
FROM _millom_purchase_event;

CREATE VIEW millom_purchase AS
SELECT
    transid, subscriber, operator, plan_id,
    (SELECT event.state FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid ORDER BY event.step DESC LIMIT 1) AS state,
    fund_source, cost, currency, asked_by, opened_at,
    (SELECT event.at FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid AND event.state IN ('completed', 'failed', 'abandoned')
        ORDER BY event.step LIMIT 1) AS closed_at,
    (SELECT event.confirmation_code FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid AND event.confirmation_code IS NOT NULL
        ORDER BY event.step DESC LIMIT 1) AS confirmation_code,
    (SELECT event.error_cause FROM _millom_purchase_event AS event
        WHERE event.transid = purchase.transid AND event.error_cause IS NOT NULL
        ORDER BY event.step DESC LIMIT 1) AS error_cause
FROM _millom_purchase AS purchase;

CREATE VIEW millom_notification AS
SELECT
    transaction_id, received_at, subscriber, key_type, operator, type, plan_id, plan_balance, plan_quota,
    plan_expires_at, total_balance, delta_balance, currency
FROM _millom_notification;

CREATE VIEW month_subscription AS
SELECT
    closing.month, number.msisdn, subscription.state,
    CAST(iif(instr(type.value, 'type:') = 1, substr(type.value, 6), NULL) AS INTEGER) AS subscription_type_id,
    iif(instr(centre.value, 'cost centre:') = 1, substr(centre.value, 13), NULL) AS cost_centre,
    iif(instr(account.value, 'account:') = 1, substr(account.value, 9), NULL) AS account_id,
    iif(instr(owner.value, 'organization:') = 1, substr(owner.value, 14), NULL) AS owner_org_number,
    subscription.valid_from_date, subscription.valid_to_date
FROM month_closing AS closing
CROSS JOIN _month_subscription AS subscription
LEFT JOIN _number AS number ON number.id = subscription.number
JOIN _month_group AS type ON type.id = subscription.type
JOIN _month_group AS centre ON centre.id = subscription.cost_centre
JOIN _month_group AS account ON account.id = subscription.account
JOIN _month_group AS owner ON owner.id = subscription.organization
WHERE subscription.closing = closing.id AND closing.reopened_at IS NULL;

CREATE VIEW month_bridge AS
SELECT
    closing.month, count.grouping, substr("group".value, 1, instr("group".value, ':') - 1) AS group_is,
    nullif(substr("group".value, instr("group".value, ':') + 1), '') AS group_id, count.name AS group_name,
    count.opening_count, count.restated_in_count, count.restated_out_count, count.loaded_count, count.new_count,
    count.returned_count, count.moved_in_count, count.moved_out_count, count.terminated_count, count.gone_count,
    count.reread_in_count, count.reread_out_count, count.closing_count
FROM month_closing AS closing
CROSS JOIN _month_count AS count
JOIN _month_group AS "group" ON "group".id = count."group"
WHERE count.closing = closing.id AND closing.reopened_at IS NULL;

CREATE VIEW month_event AS
SELECT
    closing.month, event.grouping, event.figure, number.msisdn, old.value AS from_group, new.value AS to_group
FROM month_closing AS closing
CROSS JOIN _month_event AS event
LEFT JOIN _number AS number ON number.id = event.number
LEFT JOIN _month_group AS old ON old.id = event.from_group
LEFT JOIN _month_group AS new ON new.id = event.to_group
WHERE event.closing = closing.id AND closing.reopened_at IS NULL;

CREATE VIEW audit AS
SELECT
    id, name, file_name, file_hash, audited_at, as_of, as_of_date, period_from_date, number_column, lines_per_number,
    row_count, line_count, header_count, remark_count, total_count, blank_count, amount, stated_amount
FROM _audit;

CREATE VIEW audit_total AS
SELECT audit AS audit_id, result, line_count, number_count, amount FROM _audit_total;

CREATE VIEW audit_entry AS
SELECT
    audit AS audit_id, entry, line, msisdn, result, reason, amount, cost_centre, account_id, repeats_line, sheet, repeats_sheet
FROM _audit_entry;

CREATE VIEW audit_difference AS
SELECT audit AS audit_id, entry, field, file_value, mirror_value FROM _audit_difference;

CREATE VIEW data_dictionary AS
WITH described (relation, "column", type, privacy, source, description, description_no) AS (VALUES
('subscription', NULL, NULL, NULL, NULL, 'One row per mobile subscription ever seen, in its current state. Those that are gone stay, with gone_at.', 'Én rad for hvert mobilabonnement som noen gang er sett, slik det er nå. De som er borte, blir stående med gone_at.'),
('subscription', 'msisdn', 'text', 'number', '$.msisdn', 'The number of the main SIM: digits with the country code, without +, as text.', 'Nummeret på hoved-SIM-et: sifre med landkode, uten +, som tekst.'),
('subscription', 'status', 'text', 'open', '$.status', 'The status, in the API''s words: active or barred. NULL: not known.', 'Statusen med API-ets egne ord: aktiv eller sperret. NULL: ikke kjent.'),
('subscription', 'subscription_type_id', 'integer', 'open', '$.type.id', 'The id of its row in subscription_type. NULL: not known.', 'Id-en til raden i subscription_type. NULL: ikke kjent.'),
('subscription', 'user_reference1', 'text', 'reference', '$.userReference1', 'Free text of the company, often a cost centre, exactly as it was typed. NULL: none given; '''' is a text without characters.', 'Bedriftens fritekst, ofte et kostnadssted, nøyaktig slik den ble skrevet. NULL: ikke oppgitt; '''' er en tekst uten tegn.'),
('subscription', 'user_reference2', 'text', 'reference', '$.userReference2', 'A second free text, as user_reference1.', 'En fritekst til, som user_reference1.'),
('subscription', 'user_reference3', 'text', 'reference', '$.userReference3', 'A third free text, as user_reference1.', 'En tredje fritekst, som user_reference1.'),
('subscription', 'valid_from_date', 'date', 'open', '$.validFromDate', 'The day from which the subscription is valid, YYYY-MM-DD. NULL: not known.', 'Dagen abonnementet gjelder fra, ÅÅÅÅ-MM-DD. NULL: ikke kjent.'),
('subscription', 'valid_to_date', 'date', 'open', '$.validToDate', 'The day until which the subscription is valid, YYYY-MM-DD. NULL: no end is set.', 'Dagen abonnementet gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt.'),
('subscription', 'account_id', 'text', 'open', NULL, 'The id of the invoice account that lists it, in account. NULL: not known, as where the API grants no accounts.', 'Id-en til fakturakontoen som har nummeret på listen sin, i account. NULL: ikke kjent, for eksempel der API-et ikke gir tilgang til kontoer.'),
('subscription', 'first_seen_at', 'instant', 'open', NULL, 'When the mirror first saw the number. UTC, 2026-11-22T13:05:00Z.', 'Når speilet først så nummeret. UTC, 2026-11-22T13:05:00Z.'),
('subscription', 'changed_at', 'instant', 'open', NULL, 'When the mirror last saw a change of the subscription, its parties, SIM cards, settings or add-ons. UTC.', 'Når speilet sist så en endring i abonnementet, partene, SIM-kortene, innstillingene eller tilleggstjenestene. UTC.'),
('subscription', 'verified_at', 'instant', 'open', NULL, 'When the mirror last compared the subscription with the API. UTC. NULL: not known, as of an earlier time.', 'Når speilet sist sammenlignet abonnementet med API-et. UTC. NULL: ikke kjent, for eksempel for et tidligere tidspunkt.'),
('subscription', 'gone_at', 'instant', 'open', NULL, 'When the mirror found that the API no longer has the number. UTC. NULL: it is living.', 'Når speilet oppdaget at API-et ikke lenger har nummeret. UTC. NULL: det lever.'),
('subscription', 'gone_reason', 'text', 'open', NULL, 'The API''s answer when the number was gone. NULL: it is living.', 'Hva API-et svarte da nummeret var borte. NULL: det lever.'),
('subscription_type', NULL, NULL, NULL, NULL, 'One row per subscription type.', 'Én rad for hvert produkt et abonnement kan være av.'),
('subscription_type', 'id', 'integer', 'open', '$.type.id', 'The API''s number of the type.', 'API-ets nummer på typen.'),
('subscription_type', 'name', 'text', 'open', '$.type.name', 'The type''s name. NULL: not known.', 'Navnet på typen. NULL: ikke kjent.'),
('subscription_type', 'payment_type', 'text', 'open', '$.type.paymentType', 'How it is paid, in the API''s words, such as POSTPAID. NULL: not known.', 'Hvordan den betales, med API-ets ord, for eksempel POSTPAID. NULL: ikke kjent.'),
('subscription_type', 'access_type', 'text', 'open', '$.type.accessType', 'What it gives access to, in the API''s words. NULL: not known.', 'Hva den gir tilgang til, med API-ets ord. NULL: ikke kjent.'),
('party', NULL, NULL, NULL, NULL, 'Who uses, pays for and owns each living subscription: at most one row per role.', 'Hvem som bruker, betaler for og eier hvert levende abonnement: høyst én rad per rolle.'),
('party', 'msisdn', 'text', 'number', NULL, 'The party''s subscription, in subscription.', 'Abonnementet som parten hører til, i subscription.'),
('party', 'role', 'text', 'open', NULL, 'user, payer or owner.', 'user (bruker), payer (betaler) eller owner (eier).'),
('party', 'kind', 'text', 'open', NULL, 'person or organization. A person who acts for an organization is a person with an org_number.', 'person eller organization. En person som opptrer for en organisasjon, er en person med org_number.'),
('party', 'first_name', 'text', 'name', '$.user.person.firstName $.payer.person.firstName $.owner.person.firstName', 'The person''s first name. NULL: not known, or no person.', 'Personens fornavn. NULL: ikke kjent, eller ingen person.'),
('party', 'middle_name', 'text', 'name', '$.user.person.middleName $.payer.person.middleName $.owner.person.middleName', 'The person''s middle name. NULL: not known, none, or no person.', 'Personens mellomnavn. NULL: ikke kjent, finnes ikke, eller ingen person.'),
('party', 'last_name', 'text', 'name', '$.user.person.lastName $.payer.person.lastName $.owner.person.lastName', 'The person''s last name. NULL: not known, or no person.', 'Personens etternavn. NULL: ikke kjent, eller ingen person.'),
('party', 'birth_date', 'date', 'birth', '$.user.person.birthDate $.payer.person.birthDate $.owner.person.birthDate', 'The person''s day of birth, YYYY-MM-DD. NULL: not known, or no person.', 'Personens fødselsdato, ÅÅÅÅ-MM-DD. NULL: ikke kjent, eller ingen person.'),
('party', 'org_number', 'text', 'open', '$.user.organization.orgNumber $.payer.organization.orgNumber $.owner.organization.orgNumber', 'The organization''s number, in organization. NULL: not known, a placeholder such as N/A or 0, or no organization.', 'Organisasjonens nummer, i organization. NULL: ikke kjent, en plassholder som N/A eller 0, eller ingen organisasjon.'),
('party', 'organization_name', 'text', 'open', '$.user.organization.name $.payer.organization.name $.owner.organization.name', 'The name of an organization that has no number; of one that has, organization has the name. NULL: not known, or no such organization.', 'Navnet på en organisasjon uten nummer; for en som har nummer, står navnet i organization. NULL: ikke kjent, eller ingen slik organisasjon.'),
('organization', NULL, NULL, NULL, NULL, 'One row per organization that uses, pays for or owns a subscription or an account.', 'Én rad for hver organisasjon som bruker, betaler for eller eier et abonnement eller en konto.'),
('organization', 'org_number', 'text', 'open', '$.user.organization.orgNumber $.payer.organization.orgNumber $.owner.organization.orgNumber', 'The number in the register of organizations, as text.', 'Organisasjonsnummeret, som tekst.'),
('organization', 'name', 'text', 'open', '$.user.organization.name $.payer.organization.name $.owner.organization.name', 'The organization''s name. NULL: not known.', 'Organisasjonens navn. NULL: ikke kjent.'),
('organization', 'street_name', 'text', 'open', '$.user.organization.address.streetName $.payer.organization.address.streetName $.owner.organization.address.streetName', 'The street of its address. NULL: not known.', 'Gaten i adressen. NULL: ikke kjent.'),
('organization', 'street_number', 'text', 'open', '$.user.organization.address.streetNumber $.payer.organization.address.streetNumber $.owner.organization.address.streetNumber', 'The house number of its address, as text. NULL: not known.', 'Husnummeret i adressen, som tekst. NULL: ikke kjent.'),
('organization', 'entrance_code', 'text', 'open', '$.user.organization.address.entranceCode $.payer.organization.address.entranceCode $.owner.organization.address.entranceCode', 'The entrance of its address, such as B. NULL: not known, or none.', 'Oppgangen i adressen, for eksempel B. NULL: ikke kjent, eller ingen.'),
('organization', 'postal_code', 'text', 'open', '$.user.organization.address.postalCode $.payer.organization.address.postalCode $.owner.organization.address.postalCode', 'The postal code of its address, as text, leading zeros kept. NULL: not known.', 'Postnummeret i adressen, som tekst med ledende nuller. NULL: ikke kjent.'),
('organization', 'postal_place', 'text', 'open', '$.user.organization.address.postalPlace $.payer.organization.address.postalPlace $.owner.organization.address.postalPlace', 'The postal place of its address. NULL: not known.', 'Poststedet i adressen. NULL: ikke kjent.'),
('sim_card', NULL, NULL, NULL, NULL, 'The SIM cards of each living subscription: the main one, twins and data cards.', 'SIM-kortene til hvert levende abonnement: hovedkortet, tvillingkort og datakort.'),
('sim_card', 'msisdn', 'text', 'number', NULL, 'The subscription that the card belongs to, in subscription.', 'Abonnementet som kortet hører til, i subscription.'),
('sim_card', 'icc_id', 'text', 'number', '$.simCards[].iccId', 'The number printed on the card (ICCID), digits as text. NULL: not known.', 'Nummeret som er trykt på kortet (ICCID), sifre som tekst. NULL: ikke kjent.'),
('sim_card', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the cards of one subscription with the same icc_id (without one: the same sim_msisdn).', 'Teller, fra 1, kortene på ett abonnement med samme icc_id (uten den: samme sim_msisdn).'),
('sim_card', 'sim_msisdn', 'text', 'number', '$.simCards[].msisdn', 'The card''s own number, digits with the country code as text. NULL: not known.', 'Kortets eget nummer, sifre med landkode som tekst. NULL: ikke kjent.'),
('sim_card', 'type', 'text', 'open', '$.simCards[].type', 'What kind of card it is, in the API''s words. NULL: not known.', 'Hva slags kort det er, med API-ets ord. NULL: ikke kjent.'),
('setting', NULL, NULL, NULL, NULL, 'The settings of each living subscription, such as barrings and mailbox.', 'Innstillingene på hvert levende abonnement, for eksempel sperrer og telefonsvarer.'),
('setting', 'msisdn', 'text', 'number', NULL, 'The subscription that the setting belongs to, in subscription.', 'Abonnementet som innstillingen hører til, i subscription.'),
('setting', 'setting_id', 'integer', 'open', '$.settings[].id', 'The API''s number of the setting.', 'API-ets nummer på innstillingen.'),
('setting', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the rows of one subscription with the same setting_id.', 'Teller, fra 1, radene på ett abonnement med samme setting_id.'),
('setting', 'name', 'text', 'open', '$.settings[].name', 'The setting''s name. NULL: not known.', 'Navnet på innstillingen. NULL: ikke kjent.'),
('setting', 'active', 'boolean', 'open', '$.settings[].active', '1: on, 0: off, NULL: not known.', '1: på, 0: av, NULL: ikke kjent.'),
('setting', 'can_activate', 'boolean', 'open', '$.settings[].canActivate', '1: it may be turned on, 0: it may not, NULL: not known.', '1: den kan slås på, 0: den kan ikke det, NULL: ikke kjent.'),
('setting', 'can_deactivate', 'boolean', 'open', '$.settings[].canDeactivate', '1: it may be turned off, 0: it may not, NULL: not known.', '1: den kan slås av, 0: den kan ikke det, NULL: ikke kjent.'),
('add_on', NULL, NULL, NULL, NULL, 'The add-on products of each living subscription; a product can occur twice.', 'Tilleggstjenestene på hvert levende abonnement; samme produkt kan stå to ganger.'),
('add_on', 'msisdn', 'text', 'number', NULL, 'The subscription that has the add-on, in subscription.', 'Abonnementet som har tilleggstjenesten, i subscription.'),
('add_on', 'product_id', 'integer', 'open', '$.addOnProducts[].id', 'The API''s number of the product.', 'API-ets nummer på produktet.'),
('add_on', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the add-ons of one subscription with the same product_id.', 'Teller, fra 1, tilleggstjenestene på ett abonnement med samme product_id.'),
('add_on', 'name', 'text', 'open', '$.addOnProducts[].name', 'The product''s name. NULL: not known.', 'Navnet på produktet. NULL: ikke kjent.'),
('add_on', 'cancellable', 'boolean', 'open', '$.addOnProducts[].cancellable', '1: it may be cancelled, 0: it may not, NULL: not known.', '1: den kan sies opp, 0: den kan ikke det, NULL: ikke kjent.'),
('add_on', 'valid_to', 'date', 'open', '$.addOnProducts[].validTo', 'The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.', 'Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.'),
('subscription_binding', NULL, NULL, NULL, NULL, 'Binding periods of each living subscription''s own product.', 'Bindingstidene for hvert levende abonnements eget produkt.'),
('subscription_binding', 'msisdn', 'text', 'number', NULL, 'The subscription that is bound, in subscription.', 'Abonnementet som er bundet, i subscription.'),
('subscription_binding', 'name', 'text', 'open', '$.type.bindings[].name', 'The binding''s name. NULL: not known.', 'Navnet på bindingen. NULL: ikke kjent.'),
('subscription_binding', 'type', 'text', 'open', '$.type.bindings[].type', 'The binding''s type, in the API''s words. NULL: not known.', 'Typen binding, med API-ets ord. NULL: ikke kjent.'),
('subscription_binding', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the bindings of one subscription with the same name and type.', 'Teller, fra 1, bindingene på ett abonnement med samme navn og type.'),
('add_on_binding', NULL, NULL, NULL, NULL, 'Binding periods of add-ons.', 'Bindingstidene for tilleggstjenester.'),
('add_on_binding', 'msisdn', 'text', 'number', NULL, 'The subscription that has the add-on, in subscription.', 'Abonnementet som har tilleggstjenesten, i subscription.'),
('add_on_binding', 'product_id', 'integer', 'open', NULL, 'The add-on''s product; with add_on_occurrence its row in add_on.', 'Produktet tilleggstjenesten er; sammen med add_on_occurrence raden i add_on.'),
('add_on_binding', 'add_on_occurrence', 'integer', 'open', NULL, 'The occurrence of the add-on that is bound, in add_on.', 'Hvilken forekomst av tilleggstjenesten som er bundet, i add_on.'),
('add_on_binding', 'name', 'text', 'open', '$.addOnProducts[].bindings[].name', 'The binding''s name. NULL: not known.', 'Navnet på bindingen. NULL: ikke kjent.'),
('add_on_binding', 'type', 'text', 'open', '$.addOnProducts[].bindings[].type', 'The binding''s type, in the API''s words. NULL: not known.', 'Typen binding, med API-ets ord. NULL: ikke kjent.'),
('add_on_binding', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the bindings of one add-on with the same name and type.', 'Teller, fra 1, bindingene på én tilleggstjeneste med samme navn og type.'),
('subscription_usage_quota', NULL, NULL, NULL, NULL, 'The usage quotas included in each living subscription''s own product: data, calls, messages.', 'Hva som er inkludert i hvert levende abonnements eget produkt: data, samtaler, meldinger.'),
('subscription_usage_quota', 'msisdn', 'text', 'number', NULL, 'The subscription that includes it, in subscription.', 'Abonnementet som inkluderer den, i subscription.'),
('subscription_usage_quota', 'name', 'text', 'open', '$.type.usageQuoutas[].name', 'The quota''s name. NULL: not known.', 'Navnet på kvoten. NULL: ikke kjent.'),
('subscription_usage_quota', 'unit', 'text', 'open', '$.type.usageQuoutas[].unit', 'The unit of value, in the API''s words, such as GB. NULL: not known.', 'Enheten for value, med API-ets ord, for eksempel GB. NULL: ikke kjent.'),
('subscription_usage_quota', 'traffic_type', 'text', 'open', '$.type.usageQuoutas[].trafficType', 'The kind of traffic, in the API''s words. NULL: not known.', 'Hva slags trafikk den gjelder, med API-ets ord. NULL: ikke kjent.'),
('subscription_usage_quota', 'quota_type', 'text', 'open', '$.type.usageQuoutas[].quotaType', 'What kind of quota it is, in the API''s words. NULL: not known.', 'Hva slags kvote det er, med API-ets ord. NULL: ikke kjent.'),
('subscription_usage_quota', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the quotas of one subscription with the same name, unit, traffic_type and quota_type.', 'Teller, fra 1, kvotene på ett abonnement med samme name, unit, traffic_type og quota_type.'),
('subscription_usage_quota', 'value', 'number', 'open', '$.type.usageQuoutas[].value', 'How much is included, in unit: a whole number, or one with decimals. NULL: not known.', 'Hvor mye som er inkludert, i unit: et helt tall eller et tall med desimaler. NULL: ikke kjent.'),
('subscription_usage_quota', 'valid_to', 'date', 'open', '$.type.usageQuoutas[].validTo', 'The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.', 'Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.'),
('add_on_usage_quota', NULL, NULL, NULL, NULL, 'The usage quotas included in add-ons: data, calls, messages.', 'Hva som er inkludert i tilleggstjenester: data, samtaler, meldinger.'),
('add_on_usage_quota', 'msisdn', 'text', 'number', NULL, 'The subscription that has the add-on, in subscription.', 'Abonnementet som har tilleggstjenesten, i subscription.'),
('add_on_usage_quota', 'product_id', 'integer', 'open', NULL, 'The add-on''s product; with add_on_occurrence its row in add_on.', 'Produktet tilleggstjenesten er; sammen med add_on_occurrence raden i add_on.'),
('add_on_usage_quota', 'add_on_occurrence', 'integer', 'open', NULL, 'The occurrence of the add-on that includes it, in add_on.', 'Hvilken forekomst av tilleggstjenesten som inkluderer den, i add_on.'),
('add_on_usage_quota', 'name', 'text', 'open', '$.addOnProducts[].usageQuotas[].name', 'The quota''s name. NULL: not known.', 'Navnet på kvoten. NULL: ikke kjent.'),
('add_on_usage_quota', 'unit', 'text', 'open', '$.addOnProducts[].usageQuotas[].unit', 'The unit of value, in the API''s words, such as GB. NULL: not known.', 'Enheten for value, med API-ets ord, for eksempel GB. NULL: ikke kjent.'),
('add_on_usage_quota', 'traffic_type', 'text', 'open', '$.addOnProducts[].usageQuotas[].trafficType', 'The kind of traffic, in the API''s words. NULL: not known.', 'Hva slags trafikk den gjelder, med API-ets ord. NULL: ikke kjent.'),
('add_on_usage_quota', 'quota_type', 'text', 'open', '$.addOnProducts[].usageQuotas[].quotaType', 'What kind of quota it is, in the API''s words. NULL: not known.', 'Hva slags kvote det er, med API-ets ord. NULL: ikke kjent.'),
('add_on_usage_quota', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the quotas of one add-on with the same name, unit, traffic_type and quota_type.', 'Teller, fra 1, kvotene på én tilleggstjeneste med samme name, unit, traffic_type og quota_type.'),
('add_on_usage_quota', 'value', 'number', 'open', '$.addOnProducts[].usageQuotas[].value', 'How much is included, in unit: a whole number, or one with decimals. NULL: not known.', 'Hvor mye som er inkludert, i unit: et helt tall eller et tall med desimaler. NULL: ikke kjent.'),
('add_on_usage_quota', 'valid_to', 'date', 'open', '$.addOnProducts[].usageQuotas[].validTo', 'The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.', 'Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.'),
('add_on_order_type', NULL, NULL, NULL, NULL, 'The ways in which an add-on may be ordered.', 'Måtene en tilleggstjeneste kan bestilles på.'),
('add_on_order_type', 'msisdn', 'text', 'number', NULL, 'The subscription that has the add-on, in subscription.', 'Abonnementet som har tilleggstjenesten, i subscription.'),
('add_on_order_type', 'product_id', 'integer', 'open', NULL, 'The add-on''s product; with add_on_occurrence its row in add_on.', 'Produktet tilleggstjenesten er; sammen med add_on_occurrence raden i add_on.'),
('add_on_order_type', 'add_on_occurrence', 'integer', 'open', NULL, 'The occurrence of the add-on, in add_on.', 'Hvilken forekomst av tilleggstjenesten det er, i add_on.'),
('add_on_order_type', 'order_type', 'text', 'open', '$.addOnProducts[].orderTypes[]', 'The way of ordering, in the API''s words.', 'Bestillingsmåten, med API-ets ord.'),
('product_text', NULL, NULL, NULL, NULL, 'Texts that describe subscription types, add-ons and settings.', 'Tekster som beskriver abonnementstyper, tilleggstjenester og innstillinger.'),
('product_text', 'owner', 'text', 'open', NULL, 'What the text describes: subscription_type, add_on or setting.', 'Hva teksten beskriver: subscription_type, add_on eller setting.'),
('product_text', 'product_id', 'integer', 'open', NULL, 'Its number: subscription_type.id, add_on.product_id or setting.setting_id.', 'Nummeret dens: subscription_type.id, add_on.product_id eller setting.setting_id.'),
('product_text', 'language', 'text', 'open', NULL, 'The requested language, such as no.', 'Språket det ble spurt om, for eksempel no.'),
('product_text', 'type', 'text', 'open', NULL, 'The purpose of the text, in the API''s words.', 'Hva teksten er til, med API-ets ord.'),
('product_text', 'value', 'text', 'open', NULL, 'The text.', 'Teksten.'),
('account', NULL, NULL, NULL, NULL, 'One row per invoice account. Empty where the API grants no accounts.', 'Én rad for hver fakturakonto. Tom der API-et ikke gir tilgang til kontoer.'),
('account', 'id', 'text', 'open', NULL, 'The account''s number, up to 8 digits, as text.', 'Kontoens nummer, opptil 8 sifre, som tekst.'),
('account', 'reference1', 'text', 'reference', NULL, 'Free text of the company about the account, exactly as it was typed. NULL: none given.', 'Bedriftens fritekst om kontoen, nøyaktig slik den ble skrevet. NULL: ikke oppgitt.'),
('account', 'reference2', 'text', 'reference', NULL, 'A second free text, as reference1.', 'En fritekst til, som reference1.'),
('account', 'reference3', 'text', 'reference', NULL, 'A third free text, as reference1.', 'En tredje fritekst, som reference1.'),
('account', 'status', 'text', 'open', NULL, 'PASSIVE, OPEN or CANCELLED, in the API''s words. NULL: not known.', 'PASSIVE, OPEN eller CANCELLED, med API-ets ord. NULL: ikke kjent.'),
('account', 'type', 'text', 'open', NULL, 'What kind of account it is, in the API''s words, such as NORMAL. NULL: not known.', 'Hva slags konto det er, med API-ets ord, for eksempel NORMAL. NULL: ikke kjent.'),
('account', 'owner_org_number', 'text', 'open', NULL, 'The number of the organization that owns it, in organization. NULL: not known.', 'Nummeret på organisasjonen som eier den, i organization. NULL: ikke kjent.'),
('account', 'owner_name', 'text', 'name', NULL, 'The owner''s name as the account gives it. NULL: not known.', 'Eierens navn slik kontoen oppgir det. NULL: ikke kjent.'),
('orderable_add_on', NULL, NULL, NULL, NULL, 'Add-on products that could be ordered for a subscription. Filled only where that is turned on.', 'Tilleggstjenester som kunne bestilles til et abonnement. Fylles bare der det er slått på.'),
('orderable_add_on', 'msisdn', 'text', 'number', NULL, 'The subscription that the product could be ordered for, in subscription.', 'Abonnementet som produktet kunne bestilles til, i subscription.'),
('orderable_add_on', 'product_id', 'integer', 'open', NULL, 'The API''s number of the product.', 'API-ets nummer på produktet.'),
('orderable_add_on', 'name', 'text', 'open', NULL, 'The product''s name. NULL: not known.', 'Navnet på produktet. NULL: ikke kjent.'),
('orderable_add_on', 'cancellable', 'boolean', 'open', NULL, '1: it could be cancelled once ordered, 0: it could not, NULL: not known.', '1: den kunne sies opp etter bestilling, 0: den kunne ikke det, NULL: ikke kjent.'),
('orderable_add_on', 'valid_to', 'date', 'open', NULL, 'The day until which it would be valid, YYYY-MM-DD. NULL: no end, or not known.', 'Dagen den ville gjelde til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato, eller ikke kjent.'),
('change', NULL, NULL, NULL, NULL, 'Changes and when they were seen, derived from the _history relations: a row per changed field, or per row added or removed.', 'Hva som ble endret og når det ble sett, utledet av _history-relasjonene: én rad per felt, eller per rad som kom eller gikk.'),
('change', 'observed_at', 'instant', 'open', NULL, 'When the mirror saw the change; it happened some time before. UTC.', 'Når speilet så endringen; den skjedde en stund før. UTC.'),
('change', 'msisdn', 'text', 'number', NULL, 'The subscription that changed.', 'Abonnementet som ble endret.'),
('change', 'relation', 'text', 'open', NULL, 'The relation: subscription, party, sim_card, setting or add_on.', 'Hva av det: subscription, party, sim_card, setting eller add_on.'),
('change', 'item', 'text', 'mixed', NULL, 'The row of that relation: the msisdn, role, ICCID (else the card''s number), setting id or product id; from the second occurrence on with #2, #3, …', 'Hvilken rad i den relasjonen: msisdn, rolle, ICCID (ellers kortets nummer), innstillings-id eller produkt-id; fra andre forekomst av med #2, #3, …'),
('change', 'field', 'text', 'open', NULL, 'The changed column. NULL: the whole row was added or removed.', 'Kolonnen som ble endret. NULL: hele raden kom eller gikk.'),
('change', 'old_value', 'text', 'mixed', NULL, 'The old value, as text. NULL: not known, or the row was added.', 'Hva den var, som tekst. NULL: ikke kjent, eller raden kom.'),
('change', 'new_value', 'text', 'mixed', NULL, 'The new value, as text. NULL: not known, or the row was removed.', 'Hva den er, som tekst. NULL: ikke kjent, eller raden gikk.'),
('change', 'kind', 'text', 'open', NULL, 'added, removed or changed.', 'added (kom), removed (gikk) eller changed (endret).'),
('subscription_flat', NULL, NULL, NULL, NULL, 'One wide row for each number that the API lists, for a spreadsheet. Numbers that are gone stand in subscription alone.', 'Én bred rad for hvert nummer API-et har på listen, til et regneark. Numre som er borte, står bare i subscription.'),
('subscription_flat', 'msisdn', 'text', 'number', '$.msisdn', 'The number of the main SIM: digits with the country code, as text.', 'Nummeret på hoved-SIM-et: sifre med landkode, som tekst.'),
('subscription_flat', 'state', 'text', 'open', '$.status $.validToDate', 'The subscription''s state on the day of the last run (in a copy as of an earlier day: on that day): in use; barred; on notice (its last day has not passed); ended (it has passed, or the status is TERMINATED, and the number is still listed); status unknown.', 'Hva abonnementet er den dagen siste kjøring gikk (i en kopi av en tidligere dag: den dagen): in use (i bruk); barred (sperret); on notice (siste dag er ikke over); ended (den er over, eller statusen er TERMINATED, og nummeret står fortsatt på listen); status unknown (status ukjent).'),
('subscription_flat', 'status', 'text', 'open', '$.status', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'subscription_type_id', 'integer', 'open', '$.type.id', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'subscription_type', 'text', 'open', '$.type.name', 'The name of the type. NULL: not known.', 'Navnet på typen. NULL: ikke kjent.'),
('subscription_flat', 'payment_type', 'text', 'open', '$.type.paymentType', 'As in subscription_type.', 'Som i subscription_type.'),
('subscription_flat', 'access_type', 'text', 'open', '$.type.accessType', 'As in subscription_type.', 'Som i subscription_type.'),
('subscription_flat', 'user_reference1', 'text', 'reference', '$.userReference1', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'user_reference2', 'text', 'reference', '$.userReference2', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'user_reference3', 'text', 'reference', '$.userReference3', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'valid_from_date', 'date', 'open', '$.validFromDate', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'valid_to_date', 'date', 'open', '$.validToDate', 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'account_id', 'text', 'open', NULL, 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'account_reference1', 'text', 'reference', NULL, 'The account''s reference1. NULL: none given, or no account known.', 'Kontoens reference1. NULL: ikke oppgitt, eller ingen konto kjent.'),
('subscription_flat', 'user_kind', 'text', 'open', NULL, 'Whether the user is a person or an organization. NULL: no user known.', 'Om brukeren er en person eller en organisasjon. NULL: ingen bruker kjent.'),
('subscription_flat', 'user_name', 'text', 'name', '$.user.person.firstName $.user.person.middleName $.user.person.lastName', 'First, middle and last name of the person who uses it, with blanks between. NULL: not known, or no person.', 'Fornavn, mellomnavn og etternavn på personen som bruker det, med mellomrom mellom. NULL: ikke kjent, eller ingen person.'),
('subscription_flat', 'user_organization', 'text', 'open', '$.user.organization.name', 'The name of the organization that the user belongs to or is. NULL: not known.', 'Navnet på organisasjonen brukeren hører til eller er. NULL: ikke kjent.'),
('subscription_flat', 'payer_name', 'text', 'name', '$.payer.person.firstName $.payer.person.middleName $.payer.person.lastName', 'The name of the person who pays. NULL: not known, or no person.', 'Navnet på personen som betaler. NULL: ikke kjent, eller ingen person.'),
('subscription_flat', 'payer_organization', 'text', 'open', '$.payer.organization.name', 'The name of the organization that pays. NULL: not known.', 'Navnet på organisasjonen som betaler. NULL: ikke kjent.'),
('subscription_flat', 'owner_org_number', 'text', 'open', '$.owner.organization.orgNumber', 'The number of the organization that owns it. NULL: not known.', 'Nummeret på organisasjonen som eier det. NULL: ikke kjent.'),
('subscription_flat', 'owner_organization', 'text', 'open', '$.owner.organization.name', 'The name of the organization that owns it. NULL: not known.', 'Navnet på organisasjonen som eier det. NULL: ikke kjent.'),
('subscription_flat', 'sim_card_count', 'integer', 'open', '$.simCards', 'How many SIM cards it has.', 'Hvor mange SIM-kort det har.'),
('subscription_flat', 'add_on_count', 'integer', 'open', '$.addOnProducts', 'How many add-ons it has.', 'Hvor mange tilleggstjenester det har.'),
('subscription_flat', 'add_on_names', 'text', 'open', '$.addOnProducts[].name', 'The names of its add-ons, with ; between, by product id. NULL: none.', 'Navnene på tilleggstjenestene, med ; mellom, etter produkt-id. NULL: ingen.'),
('subscription_flat', 'first_seen_at', 'instant', 'open', NULL, 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'changed_at', 'instant', 'open', NULL, 'As in subscription.', 'Som i subscription.'),
('subscription_flat', 'verified_at', 'instant', 'open', NULL, 'As in subscription.', 'Som i subscription.'),
('sync_run', NULL, NULL, NULL, NULL, 'One row per run of the agent.', 'Én rad for hver kjøring av agenten.'),
('sync_run', 'id', 'integer', 'open', NULL, 'The run''s number.', 'Teller kjøringene.'),
('sync_run', 'source', 'text', 'open', NULL, 'The run''s source: telenor (the subscriptions), millom (balances and offers) or documents (the kept documents, read again without a request).', 'Kjøringens kilde: telenor (abonnementene), millom (saldoer og tilbud) eller documents (de lagrede dokumentene, lest på nytt uten forespørsler).'),
('sync_run', 'kind', 'text', 'open', NULL, 'The run''s purpose: backfill (the first full load), incremental (changes only), reconcile (a comparison with the complete list) or renormalize (the kept documents read again: changes observed at its started_at are changes of this program''s reading, not of the subscriptions).', 'Kjøringens formål: backfill (første fulle innlasting), incremental (bare endringer), reconcile (sammenligning med den fullstendige listen) eller renormalize (de lagrede dokumentene lest på nytt: endringer observert ved kjøringens started_at er endringer i dette programmets lesning, ikke i abonnementene).'),
('sync_run', 'started_at', 'instant', 'open', NULL, 'When the run began. UTC.', 'Når kjøringen begynte. UTC.'),
('sync_run', 'finished_at', 'instant', 'open', NULL, 'When the run ended. UTC. NULL: it is running, or it was killed.', 'Når kjøringen sluttet. UTC. NULL: den pågår, eller den ble avbrutt.'),
('sync_run', 'outcome', 'text', 'open', NULL, 'complete: the mirror equals the API; partial: numbers are still to be fetched; failed. NULL: it is running, or it was killed.', 'complete: speilet er likt API-et; partial: det gjenstår numre å hente; failed: den mislyktes. NULL: den pågår, eller den ble avbrutt.'),
('sync_run', 'requests', 'integer', 'open', NULL, 'How many requests were sent, refused ones included.', 'Hvor mange forespørsler som ble sendt, også de som ble avvist.'),
('sync_run', 'throttled', 'integer', 'open', NULL, 'How many of them the API refused because they came too fast or too many (HTTP 429).', 'Hvor mange av dem API-et avviste fordi de kom for tett eller var for mange (HTTP 429).'),
('sync_run', 'fetched', 'integer', 'open', NULL, 'How many subscriptions were fetched; of millom, how many records of subscribers.', 'Hvor mange abonnementer som ble hentet; for millom hvor mange dokumenter om abonnenter.'),
('sync_run', 'changed', 'integer', 'open', NULL, 'How many of those were new or different.', 'Hvor mange av dem som var nye eller endret.'),
('sync_run', 'gone', 'integer', 'open', NULL, 'How many subscriptions were found gone.', 'Hvor mange abonnementer som viste seg å være borte.'),
('sync_run', 'quarantined', 'integer', 'open', NULL, 'How many numbers were set aside, see quarantine.', 'Hvor mange numre som ble satt til side, se quarantine.'),
('sync_run', 'refreshed', 'integer', 'open', NULL, 'How many of the fetched ones were fetched only because their verification was the oldest.', 'Hvor mange av de hentede som ble hentet bare fordi det var lengst siden de var kontrollert.'),
('sync_run', 'missed', 'integer', 'open', NULL, 'How many changes an earlier refresh had found that this run''s search did not list: refreshed and missed together are the miss rate of the search.', 'Hvor mange endringer en tidligere oppfriskning hadde funnet, som søket i denne kjøringen ikke viste: refreshed og missed er til sammen søkets feilrate.'),
('sync_run', 'error', 'text', 'open', NULL, 'Why it failed or did not finish. NULL: none.', 'Hvorfor den mislyktes eller ikke ble ferdig. NULL: ingenting å si.'),
('sync_run', 'version', 'text', 'open', NULL, 'The version of submirror that made the run. NULL: older than 0.1.0.', 'Versjonen av submirror som utførte kjøringen. NULL: eldre enn 0.1.0.'),
('coverage', NULL, NULL, NULL, NULL, 'The periods whose changes a search has listed. If they leave no gap, no change is missing.', 'Tidsrommene der et søk har vist alle endringer. Der det ikke er hull mellom dem, mangler ingen endring.'),
('coverage', 'from_at', 'instant', 'open', NULL, 'The beginning, by the API''s clock. UTC.', 'Fra når, etter API-ets klokke. UTC.'),
('coverage', 'to_at', 'instant', 'open', NULL, 'The end, by the API''s clock. UTC.', 'Til når, etter API-ets klokke. UTC.'),
('coverage', 'run_id', 'integer', 'open', NULL, 'The run that searched, in sync_run.', 'Kjøringen som søkte, i sync_run.'),
('coverage', 'pages', 'integer', 'open', NULL, 'How many pages the search returned.', 'Hvor mange sider søket hadde.'),
('coverage', 'passes', 'integer', 'open', NULL, 'How many times it was repeated until it returned nothing new.', 'Hvor mange ganger det ble gjentatt til det ikke kom noe nytt.'),
('coverage', 'rows', 'integer', 'open', NULL, 'How many rows it listed, duplicates included.', 'Hvor mange rader det viste, der de som kom to ganger, er talt to ganger.'),
('anomaly', NULL, NULL, NULL, NULL, 'Forms in the API''s documents that its documentation does not describe, counted by place. Unreadable values are NULL in their relation.', 'Hva i API-ets dokumenter som ikke var som dokumentert, talt per sted. Verdier som ikke kunne leses, er NULL i relasjonen sin.'),
('anomaly', 'path', 'text', 'open', NULL, 'The path in the document, such as $.settings[].active; for Millom''s documents preceded by the document''s name, such as balance:$.activePlans[].expiry.', 'Hvor i dokumentet, for eksempel $.settings[].active; for Milloms med navnet foran, for eksempel balance:$.activePlans[].expiry.'),
('anomaly', 'kind', 'text', 'open', NULL, 'unknown_key, unreadable_value, missing_required, duplicate_key (it occurs twice in an object; the last value counts), or unexpected_form (it was read, though it is not written as documented).', 'unknown_key (ukjent nøkkel), unreadable_value (verdi som ikke kan leses), missing_required (mangler), duplicate_key (den står to ganger i et objekt; den siste verdien gjelder), eller unexpected_form (den ble lest, men er ikke skrevet som dokumentert).'),
('anomaly', 'count', 'integer', 'open', NULL, 'How many times it was seen.', 'Hvor ofte det er sett.'),
('anomaly', 'first_seen_at', 'instant', 'open', NULL, 'When it was first seen. UTC.', 'Når det først ble sett. UTC.'),
('anomaly', 'last_seen_at', 'instant', 'open', NULL, 'When it was last seen. UTC.', 'Når det sist ble sett. UTC.'),
('anomaly', 'example', 'text', 'open', NULL, 'The form of one such value, with letters and digits masked. NULL: none to show.', 'Formen på en slik verdi, med bokstaver og sifre maskert. NULL: det er ingen å vise.'),
('quarantine', NULL, NULL, NULL, NULL, 'Numbers that could not be fetched or read; they are retried.', 'Numre som ikke kunne hentes eller leses og ble satt til side; de prøves på nytt.'),
('quarantine', 'msisdn', 'text', 'number', NULL, 'The number, digits with the country code as text.', 'Nummeret, sifre med landkode som tekst.'),
('quarantine', 'stage', 'text', 'open', NULL, 'fetch: the API did not return it; normalize: its document could not be read.', 'fetch: API-et ga det ikke; normalize: dokumentet kunne ikke leses.'),
('quarantine', 'error', 'text', 'open', NULL, 'The error of the last try.', 'Hva som gikk galt ved siste forsøk.'),
('quarantine', 'attempts', 'integer', 'open', NULL, 'How many tries have failed, from 1.', 'Hvor mange forsøk som har mislyktes, fra 1.'),
('quarantine', 'first_failed_at', 'instant', 'open', NULL, 'When the first try failed. UTC.', 'Når det første forsøket mislyktes. UTC.'),
('quarantine', 'next_attempt_at', 'instant', 'open', NULL, 'The earliest time of the next try. UTC.', 'Når det tidligst prøves på nytt. UTC.'),
('snapshot_info', NULL, NULL, NULL, NULL, 'One row: the time and completeness of this copy.', 'Én rad: hvor gammel denne kopien er, og hvor fullstendig.'),
('snapshot_info', 'as_of', 'instant', 'open', NULL, 'When the last complete run ended; in a copy as of an earlier time, that time. UTC. NULL: no complete run yet.', 'Når den siste fullstendige kjøringen sluttet; i en kopi av et tidligere tidspunkt: det tidspunktet. UTC. NULL: ingen kjøring har vært fullstendig.'),
('snapshot_info', 'mirror_id', 'text', 'open', NULL, 'The mirror''s own id, chosen at random when it was made. Two copies with different ids are of different mirrors.', 'Speilets egen id, valgt tilfeldig da det ble laget. To kopier med ulike id-er er av ulike speil.'),
('snapshot_info', 'run_id', 'integer', 'open', NULL, 'That run, in sync_run. NULL: no complete run yet.', 'Den kjøringen, i sync_run. NULL: ingen kjøring har vært fullstendig.'),
('snapshot_info', 'schema_version', 'integer', 'open', NULL, 'The version of the relations and their columns.', 'Teller endringene av relasjonene og kolonnene.'),
('snapshot_info', 'privacy', 'text', 'open', NULL, 'The privacy level of this copy: full, names-only, pseudonymous or minimal.', 'Hvilke av de personlige kolonnene som er med: full, names-only, pseudonymous eller minimal.'),
('snapshot_info', 'gapless_since', 'instant', 'open', NULL, 'The time from which every change that the API''s search shows is here. UTC. NULL: no search yet.', 'Fra når alle endringer som API-ets søk viser, er med her. UTC. NULL: ikke noe søk ennå.'),
('snapshot_info', 'subscription_count', 'integer', 'open', NULL, 'How many subscriptions are living.', 'Hvor mange abonnementer som lever.'),
('snapshot_info', 'verified_within_1_day_count', 'integer', 'open', NULL, 'How many of them were compared with the API in the last 24 hours before as_of. NULL: not known of an earlier time.', 'Hvor mange av dem som ble sammenlignet med API-et de siste 24 timene før as_of. NULL: ikke kjent for et tidligere tidspunkt.'),
('snapshot_info', 'verified_within_7_days_count', 'integer', 'open', NULL, 'The same, in the last 7 days before as_of. NULL: not known of an earlier time.', 'Det samme, de siste 7 dagene før as_of. NULL: ikke kjent for et tidligere tidspunkt.'),
('snapshot_info', 'verified_within_30_days_count', 'integer', 'open', NULL, 'The same, in the last 30 days before as_of. NULL: not known of an earlier time.', 'Det samme, de siste 30 dagene før as_of. NULL: ikke kjent for et tidligere tidspunkt.'),
('snapshot_info', 'unreadable_value_count', 'integer', 'open', NULL, 'How many values of the listed numbers could not be read at that moment; each is NULL in its relation.', 'Hvor mange verdier for numrene på listen som ikke kunne leses i det øyeblikket; hver av dem er NULL i relasjonen sin.'),
('snapshot_info', 'unreadable_list_row_count', 'integer', 'open', NULL, 'How many rows of the latest lists could not be read. 0: the lists are complete; otherwise numbers may be missing. NULL: not known of an earlier time.', 'Hvor mange rader i de nyeste listene som ikke kunne leses. 0: listene er fullstendige; ellers kan numre mangle. NULL: ikke kjent for et tidligere tidspunkt.'),
('snapshot_info', 'quarantined_count', 'integer', 'open', NULL, 'How many numbers are set aside. See quarantine. NULL: not known of an earlier time.', 'Hvor mange numre som er satt til side. Se quarantine. NULL: ikke kjent for et tidligere tidspunkt.'),
('snapshot_info', 'program_version', 'text', 'open', NULL, 'The version of submirror that made the run run_id. NULL: no run has been complete, or older than 0.1.0.', 'Versjonen av submirror som utførte kjøringen run_id. NULL: ingen kjøring har vært fullstendig, eller eldre enn 0.1.0.'),
('completeness', NULL, NULL, NULL, NULL, 'How complete the mirror is at its as_of: a row for each measure, and for each gap, reason or column that it counts.', 'Hvor fullstendig speilet er ved as_of: én rad for hvert mål, og for hvert hull, hver årsak eller kolonne som det teller.'),
('completeness', 'source', 'text', 'open', NULL, 'The API: telenor.', 'API-et det gjelder: telenor.'),
('completeness', 'measure', 'text', 'open', NULL, 'gapless (between from_at and to_at every change that the search shows is here), gap (between them changes may be missing), history (before from_at retention has removed versions or numbers), verified (numbers compared with the API since from_at), missed (changes that the search had not shown, among details fetched again since from_at), unconfirmed (numbers waiting for their detail or a decision), quarantined (numbers set aside), unreadable (numbers with a value that could not be read, by column) or unreadable_list_row (rows of the newest lists).', 'gapless (mellom from_at og to_at er alle endringer som søket viser, med her), gap (mellom dem kan endringer mangle), history (før from_at har oppbevaringsreglene fjernet versjoner eller numre), verified (numre sammenlignet med API-et siden from_at), missed (endringer som søket ikke hadde vist, blant detaljer hentet på nytt siden from_at), unconfirmed (numre som venter på detaljen sin eller på en avgjørelse), quarantined (numre satt til side), unreadable (numre med en verdi som ikke kunne leses, per kolonne) eller unreadable_list_row (rader i de nyeste listene).'),
('completeness', 'detail', 'text', 'open', NULL, 'The reason, period or column counted.', 'Grunnen, tidsrommet eller kolonnen som telles.'),
('completeness', 'count', 'integer', 'open', NULL, 'How many. NULL: nothing to count, or not known of an earlier time.', 'Hvor mange. NULL: ingenting å telle, eller ikke kjent for et tidligere tidspunkt.'),
('completeness', 'of_count', 'integer', 'open', NULL, 'The total that it is a part of. NULL: it has none.', 'Av hvor mange. NULL: av ingenting som telles.'),
('completeness', 'from_at', 'instant', 'open', NULL, 'The beginning of its period, or since when the first one has been waiting. UTC.', 'Begynnelsen av tiden det gjelder, eller siden når den første av dem venter. UTC.'),
('completeness', 'to_at', 'instant', 'open', NULL, 'The end of its period. UTC.', 'Slutten av den tiden. UTC.'),
('data_dictionary', NULL, NULL, NULL, NULL, 'The meaning of every relation and column.', 'Hva hver relasjon og hver kolonne betyr.'),
('data_dictionary', 'relation', 'text', 'open', NULL, 'The table or view.', 'Tabellen eller viewet.'),
('data_dictionary', 'column', 'text', 'open', NULL, 'Its column. NULL: the row describes the relation itself.', 'Kolonnen. NULL: raden beskriver selve relasjonen.'),
('data_dictionary', 'description', 'text', 'open', NULL, 'Its meaning, with unit or values, and the meaning of NULL.', 'Hva den betyr, enheten eller verdiene, og hva NULL betyr.'),
('data_dictionary', 'type', 'text', 'open', NULL, 'text, integer, number (whole or with decimals), decimal (an exact amount in digits, as text), boolean (1, 0), date (YYYY-MM-DD) or instant (UTC). NULL: the row describes a relation.', 'text (tekst), integer (heltall), number (helt tall eller med desimaler), decimal (et nøyaktig beløp i sifre, som tekst), boolean (1, 0), date (ÅÅÅÅ-MM-DD) eller instant (UTC). NULL: raden beskriver en relasjon.'),
('data_dictionary', 'privacy', 'text', 'open', NULL, 'The privacy class: open (nothing about a person), number (a telephone or card number, or another id of a person), listed (a number beside the line of an audited file), name, birth, reference (free text of the company, which may name people), or mixed (of another column, which change.field names). NULL: the row describes a relation.', 'Hva den forteller om en person: open (ingenting), number (et telefon- eller kortnummer, eller en annen id for en person), listed (et nummer ved siden av linjen i en kontrollert fil), name (navn), birth (fødselsdato), reference (bedriftens fritekst, som kan nevne personer), eller mixed (en annen kolonnes, som change.field nevner). NULL: raden beskriver en relasjon.'),
('data_dictionary', 'source', 'text', 'open', NULL, 'The JSON paths in the API''s detail of a subscription, separated by blanks; for Millom''s documents with their name before the path. NULL: not from there.', 'Hvor API-ets dokument om et abonnement har den, som JSON-stier med mellomrom mellom; for Milloms dokumenter med navnet foran stien. NULL: ikke derfra.'),
('data_dictionary', 'description_no', 'text', 'open', NULL, 'The description in Norwegian.', 'Hva den betyr på norsk, som description.'),
('millom_subscriber', NULL, NULL, NULL, NULL, 'One row per subscriber read from Millom: its id, and how recent the mirror''s data of it is.', 'Én rad for hver abonnent som Millom blir spurt om: hvem det er, og hvor ferskt det speilet vet om den, er.'),
('millom_subscriber', 'subscriber', 'text', 'number', NULL, 'The id used in calls to Millom: a number''s digits, a CPID or an OPET.', 'Id-en som kallene til Millom bruker: sifrene i et nummer, en CPID eller en OPET.'),
('millom_subscriber', 'key_type', 'text', 'open', NULL, 'The kind of the id: MSISDN, CPID or OPET.', 'Hva slags id det er: MSISDN, CPID eller OPET.'),
('millom_subscriber', 'operator', 'text', 'open', NULL, 'The operator''s name, as agreed with Millom.', 'Operatørens navn, slik det er avtalt med Millom.'),
('millom_subscriber', 'msisdn', 'text', 'number', NULL, 'The number, as in subscription. NULL: the id is no number.', 'Nummeret, som i subscription. NULL: id-en er ikke et nummer.'),
('millom_subscriber', 'is_known', 'boolean', 'open', NULL, 'Whether Millom knows the subscriber: 1 or 0, by its newest answer. NULL: it has not said yet.', 'Om Millom kjenner abonnenten: 1 eller 0, etter det nyeste svaret. NULL: det har ikke svart ennå.'),
('millom_subscriber', 'error_cause', 'text', 'open', NULL, 'Why the latest try to fetch a record failed, Millom''s error code. NULL: nothing failed.', 'Hvorfor det siste forsøket på å hente et dokument mislyktes, med Milloms ord. NULL: ingenting mislyktes.'),
('millom_subscriber', 'tenure_days', 'integer', 'open', 'balance:$.tenure', 'For how many days the account had been active when the balance was last fetched. NULL: not known.', 'Hvor mange dager kontoen har vært aktiv, da saldoen sist ble hentet. NULL: ikke kjent.'),
('millom_subscriber', 'first_seen_at', 'instant', 'open', NULL, 'When the subscriber was first put on the list to read. UTC.', 'Når speilet første gang skulle spørre om abonnenten. UTC.'),
('millom_subscriber', 'verified_at', 'instant', 'open', NULL, 'When the mirror last compared one of the subscriber''s records with Millom. UTC. NULL: never, or not known of an earlier time.', 'Når speilet sist sammenlignet et av abonnentens dokumenter med Millom. UTC. NULL: aldri, eller ikke kjent for et tidligere tidspunkt.'),
('millom_subscriber', 'next_due_at', 'instant', 'open', NULL, 'When a record of the subscriber is due to be fetched next. UTC. NULL: it is no longer read, or not known of an earlier time.', 'Når et av abonnentens dokumenter skal hentes neste gang. UTC. NULL: det spørres ikke lenger, eller ikke kjent for et tidligere tidspunkt.'),
('millom_account', NULL, NULL, NULL, NULL, 'The account of each subscriber, as Millom last gave it.', 'Kontoen til hver abonnent, slik Millom sist oppga den.'),
('millom_account', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_account', 'account_type', 'text', 'open', 'account_info:$.accountType balance:$.accountType', 'PREPAID or POSTPAID; where two documents differ, as the account information says. NULL: not known.', 'PREPAID (forhåndsbetalt) eller POSTPAID (etterbetalt); sier to dokumenter hver sitt, gjelder kontoinformasjonen. NULL: ikke kjent.'),
('millom_account', 'account_id', 'text', 'number', 'balance:$.accountId', 'The operator''s id of the account. NULL: not known.', 'Operatørens id på kontoen. NULL: ikke kjent.'),
('millom_account', 'account_status', 'text', 'open', 'balance:$.accountStatus', 'ACTIVE or INACTIVE. NULL: not known.', 'ACTIVE (aktiv) eller INACTIVE (ikke aktiv). NULL: ikke kjent.'),
('millom_account', 'rate_plan_id', 'text', 'open', 'balance:$.ratePlanId', 'The operator''s id of the main plan. NULL: not known.', 'Operatørens id på hovedabonnementet. NULL: ikke kjent.'),
('millom_account', 'birth_date', 'date', 'birth', 'balance:$.dateOfBirth', 'The subscriber''s day of birth. NULL: not known.', 'Abonnentens fødselsdato. NULL: ikke kjent.'),
('millom_account', 'expires_at', 'instant', 'open', 'balance:$.expiry', 'When the account expires. UTC. NULL: not known, or never.', 'Når kontoen utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_account', 'data_balance', 'decimal', 'open', 'balance:$.dataBalance.balance', 'The data balance, in the operator''s unit. NULL: not known.', 'Datasaldoen, i operatørens enhet. NULL: ikke kjent.'),
('millom_account', 'data_balance_expires_at', 'instant', 'open', 'balance:$.dataBalance.expiry', 'When the data balance expires. UTC. NULL: not known, or never.', 'Når datasaldoen utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_money_balance', NULL, NULL, NULL, NULL, 'The money balances of each subscriber. Amounts in different currencies are never added together: use decimal_sum per currency.', 'Pengesaldoene til hver abonnent. Beløp i ulike valutaer legges aldri sammen: bruk decimal_sum per valuta.'),
('millom_money_balance', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_money_balance', 'record', 'text', 'open', NULL, 'The Millom record it comes from: account_info or balance.', 'Dokumentet som har den: account_info eller balance.'),
('millom_money_balance', 'balance_type', 'text', 'open', 'account_info:$.balances[].balanceType', 'The wallet, such as main, loan or owed; monetary for the one in the balance document. NULL: not named.', 'Lommeboken, for eksempel main, loan eller owed; monetary for den i saldodokumentet. NULL: ikke oppgitt.'),
('millom_money_balance', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_money_balance', 'amount', 'decimal', 'open', 'account_info:$.balances[].balance balance:$.monetaryBalance.balance', 'The amount in decimal digits, exactly as given. NULL: not known.', 'Beløpet i desimalsifre, nøyaktig slik det ble oppgitt. NULL: ikke kjent.'),
('millom_money_balance', 'currency', 'text', 'open', 'account_info:$.currency', 'The currency, an ISO 4217 code such as NOK. NULL: the document names none.', 'Valutaen, en ISO 4217-kode som NOK. NULL: dokumentet nevner ingen.'),
('millom_money_balance', 'expires_at', 'instant', 'open', 'account_info:$.balances[].expiry balance:$.monetaryBalance.expiry', 'When the money expires. UTC. NULL: not known, or never.', 'Når pengene utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_plan', NULL, NULL, NULL, NULL, 'The plans that each subscriber has, such as a data package.', 'Pakkene som hver abonnent har, for eksempel en datapakke.'),
('millom_plan', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_plan', 'plan_id', 'text', 'open', 'balance:$.activePlans[].planId', 'The operator''s id of the plan.', 'Operatørens id på pakken.'),
('millom_plan', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_plan', 'expires_at', 'instant', 'open', 'balance:$.activePlans[].expiry', 'When the plan expires. UTC. NULL: not known, or never.', 'Når pakken utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_plan', 'applications', 'text', 'open', 'balance:$.activePlans[].applications[]', 'What it can be used for, sorted, separated by a comma and a blank, such as music, video. NULL: not limited, or not known.', 'Hva den gjelder for, sortert, med komma og mellomrom mellom, for eksempel music, video. NULL: ikke begrenset, eller ikke kjent.'),
('millom_plan_gauge', NULL, NULL, NULL, NULL, 'The remaining quota of each plan, by unit.', 'Hva som er igjen av hver pakke, per enhet.'),
('millom_plan_gauge', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_plan_gauge', 'plan_id', 'text', 'open', 'balance:$.activePlans[].planId', 'The plan, in millom_plan.', 'Pakken, i millom_plan.'),
('millom_plan_gauge', 'plan_occurrence', 'integer', 'open', NULL, 'Which of the subscriber''s plans of that id, in millom_plan.occurrence.', 'Hvilken av abonnentens pakker med den id-en, i millom_plan.occurrence.'),
('millom_plan_gauge', 'unit', 'text', 'open', 'balance:$.activePlans[].gauge[].unit', 'What is counted: bytes, data-minutes, voice-minutes or sms. NULL: not named.', 'Hva som telles: bytes, data-minutes, voice-minutes eller sms. NULL: ikke oppgitt.'),
('millom_plan_gauge', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_plan_gauge', 'quota', 'integer', 'open', 'balance:$.activePlans[].gauge[].quota', 'How much the plan began with, in its unit. NULL: unlimited, or not known.', 'Hvor mye pakken begynte med, i sin enhet. NULL: ubegrenset, eller ikke kjent.'),
('millom_plan_gauge', 'remaining', 'integer', 'open', 'balance:$.activePlans[].gauge[].remaining', 'How much of it is left, in its unit. NULL: unlimited, or not known.', 'Hvor mye som er igjen, i sin enhet. NULL: ubegrenset, eller ikke kjent.'),
('millom_plan_gauge', 'is_unlimited', 'boolean', 'open', NULL, '1: unlimited, and quota is NULL; 0: limited. NULL: not known.', '1: uten grense, slik at quota ikke er et tall; 0: begrenset. NULL: ikke kjent.'),
('millom_state', NULL, NULL, NULL, NULL, 'Millom''s data of each subscriber as a whole.', 'Hva Millom sier om hver abonnent som helhet.'),
('millom_state', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_state', 'subscriber_state', 'text', 'open', 'upsell_offer:$.subscriberState', 'GOOD_TO_GO, NEED_OFFERS, NEED_LOANS or NEED_TOPUP. NULL: not known.', 'GOOD_TO_GO (alt i orden), NEED_OFFERS (trenger tilbud), NEED_LOANS (kan låne) eller NEED_TOPUP (må fylle på). NULL: ikke kjent.'),
('millom_offer', NULL, NULL, NULL, NULL, 'The offers that each subscriber can activate.', 'Tilbudene som hver abonnent kan aktivere.'),
('millom_offer', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_offer', 'plan_id', 'text', 'open', 'upsell_offer:$.offers[].planId', 'The operator''s id of the plan that is offered.', 'Operatørens id på pakken som tilbys.'),
('millom_offer', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_offer', 'type', 'text', 'open', 'upsell_offer:$.offers[].type', 'What kind of plan it is, such as Data. NULL: not known.', 'Hva slags pakke det er, for eksempel Data. NULL: ikke kjent.'),
('millom_offer', 'cost', 'decimal', 'open', 'upsell_offer:$.offers[].cost', 'The price in decimal digits, exactly as given. NULL: not known.', 'Prisen i desimalsifre, nøyaktig slik den ble oppgitt. NULL: ikke kjent.'),
('millom_offer', 'currency', 'text', 'open', 'upsell_offer:$.offers[].costCurrency', 'The currency, an ISO 4217 code such as NOK. NULL: the document names none.', 'Valutaen, en ISO 4217-kode som NOK. NULL: dokumentet nevner ingen.'),
('millom_offer', 'fund_source', 'text', 'open', 'upsell_offer:$.offers[].fundSource', 'What can pay for it: WALLET, EWALLET, LOAN or FREE. NULL: not named.', 'Hva som kan betale for det: WALLET, EWALLET, LOAN eller FREE. NULL: ikke oppgitt.'),
('millom_offer', 'offer_context', 'text', 'number', 'upsell_offer:$.offers[].offerContext', 'The text that an activation has to send back, byte for byte. NULL: none.', 'Teksten som en aktivering må sende tilbake, byte for byte. NULL: ingen.'),
('millom_offer_quota', NULL, NULL, NULL, NULL, 'The content of each offered plan, by unit.', 'Hvor mye hver tilbudte pakke inneholder, per enhet.'),
('millom_offer_quota', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_offer_quota', 'plan_id', 'text', 'open', 'upsell_offer:$.offers[].planId', 'The offer, in millom_offer.', 'Tilbudet, i millom_offer.'),
('millom_offer_quota', 'offer_occurrence', 'integer', 'open', NULL, 'Which of the subscriber''s offers of that id, in millom_offer.occurrence.', 'Hvilket av abonnentens tilbud med den id-en, i millom_offer.occurrence.'),
('millom_offer_quota', 'unit', 'text', 'open', 'upsell_offer:$.offers[].quota[].unit', 'What is counted: bytes, data-minutes, voice-minutes or sms. NULL: not named.', 'Hva som telles: bytes, data-minutes, voice-minutes eller sms. NULL: ikke oppgitt.'),
('millom_offer_quota', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_offer_quota', 'quota', 'integer', 'open', 'upsell_offer:$.offers[].quota[].quota', 'How much the plan began with, in its unit. NULL: unlimited, or not known.', 'Hvor mye pakken begynte med, i sin enhet. NULL: ubegrenset, eller ikke kjent.'),
('millom_offer_quota', 'is_unlimited', 'boolean', 'open', NULL, '1: unlimited, and quota is NULL; 0: limited. NULL: not known.', '1: uten grense, slik at quota ikke er et tall; 0: begrenset. NULL: ikke kjent.'),
('millom_text', NULL, NULL, NULL, NULL, 'The names and descriptions of plans and offers, by language.', 'Navn og beskrivelser av pakker og tilbud, per språk.'),
('millom_text', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_text', 'owner', 'text', 'open', NULL, 'What it describes: plan or offer.', 'Hva den beskriver: plan (pakke) eller offer (tilbud).'),
('millom_text', 'plan_id', 'text', 'open', 'balance:$.activePlans[].planId upsell_offer:$.offers[].planId', 'The plan or the offer, in millom_plan or millom_offer.', 'Pakken eller tilbudet, i millom_plan eller millom_offer.'),
('millom_text', 'owner_occurrence', 'integer', 'open', NULL, 'Which of the subscriber''s plans or offers of that id, in their occurrence.', 'Hvilken av abonnentens pakker eller tilbud med den id-en, i deres occurrence.'),
('millom_text', 'field', 'text', 'open', NULL, 'What the text is: name or description.', 'Hva teksten er: name (navn) eller description (beskrivelse).'),
('millom_text', 'language', 'text', 'open', 'balance:$.activePlans[].planName[].language balance:$.activePlans[].planDescription[].language upsell_offer:$.offers[].planName[].language upsell_offer:$.offers[].planDescription[].language', 'The language, a BCP 47 code such as en-us. NULL: not named.', 'Språket, en BCP 47-kode som en-us. NULL: ikke oppgitt.'),
('millom_text', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_text', 'text', 'text', 'open', 'balance:$.activePlans[].planName[].text balance:$.activePlans[].planDescription[].text upsell_offer:$.offers[].planName[].text upsell_offer:$.offers[].planDescription[].text', 'The text, for people to read. NULL: not known.', 'Teksten, som er til å lese for folk. NULL: ikke kjent.'),
('millom_purchase', NULL, NULL, NULL, NULL, 'One row per purchase of an offer, with its result. For a forgotten person the amount, the plan and the times stay.', 'Én rad for hvert tilbud som skulle aktiveres, med utfallet. Om en glemt person blir beløpet, pakken og tidene stående.'),
('millom_purchase', 'transid', 'text', 'open', NULL, 'The id of the purchase, which its request carried.', 'Id-en på kjøpet, som forespørselen hadde med seg.'),
('millom_purchase', 'subscriber', 'text', 'number', NULL, 'The subscriber, as in millom_subscriber. NULL: forgotten.', 'Abonnenten det gjaldt, som i millom_subscriber. NULL: glemt.'),
('millom_purchase', 'operator', 'text', 'open', NULL, 'The operator in the request; '''' if Millom was to find it.', 'Operatøren det ble spurt hos; '''' der Millom skulle finne den.'),
('millom_purchase', 'plan_id', 'text', 'open', NULL, 'The operator''s id of the plan that was bought.', 'Operatørens id på pakken som ble kjøpt.'),
('millom_purchase', 'state', 'text', 'open', NULL, 'Its state: intended, processing, completed, failed, unknown or abandoned. NULL: the mirror has no event of it yet.', 'Hvordan det står til: intended (planlagt), processing (under behandling), completed (fullført), failed (mislyktes), unknown (ukjent) eller abandoned (oppgitt). NULL: speilet har ingen hendelse ennå.'),
('millom_purchase', 'fund_source', 'text', 'open', NULL, 'The fund source: WALLET or LOAN.', 'Hva som betaler: WALLET eller LOAN.'),
('millom_purchase', 'cost', 'decimal', 'open', NULL, 'The price as it was offered, in decimal digits. NULL: not known.', 'Prisen slik den ble tilbudt, i desimalsifre. NULL: ikke kjent.'),
('millom_purchase', 'currency', 'text', 'open', NULL, 'The price''s currency, an ISO 4217 code. NULL: not known.', 'Prisens valuta, en ISO 4217-kode. NULL: ikke kjent.'),
('millom_purchase', 'asked_by', 'text', 'name', NULL, 'The user of this machine who asked for it. NULL: not known, or forgotten.', 'Hvem som ba om det, på denne maskinen. NULL: ikke kjent, eller glemt.'),
('millom_purchase', 'opened_at', 'instant', 'open', NULL, 'When it was decided, before anything was sent. UTC.', 'Når det ble bestemt, før noe ble sendt. UTC.'),
('millom_purchase', 'closed_at', 'instant', 'open', NULL, 'When it was first completed, failed or abandoned. UTC. NULL: it is still open.', 'Når det først ble fullført, mislyktes eller ble oppgitt. UTC. NULL: det er åpent.'),
('millom_purchase', 'confirmation_code', 'text', 'number', NULL, 'The operator''s receipt. NULL: none, or forgotten.', 'Operatørens kvittering. NULL: ingen, eller glemt.'),
('millom_purchase', 'error_cause', 'text', 'open', NULL, 'Why it failed, Millom''s error code: that of the last event with one. NULL: nothing failed.', 'Hvorfor det mislyktes, med Milloms ord: det i den siste hendelsen med et. NULL: ingenting mislyktes.'),
('millom_purchase_event', NULL, NULL, NULL, NULL, 'All events of each purchase, in order.', 'Alt som skjedde med hvert kjøp, i rekkefølge.'),
('millom_purchase_event', 'transid', 'text', 'open', NULL, 'The purchase, in millom_purchase.', 'Kjøpet, i millom_purchase.'),
('millom_purchase_event', 'number', 'integer', 'open', NULL, 'Counts the events of the purchase, from 1.', 'Teller hendelsene i kjøpet, fra 1.'),
('millom_purchase_event', 'at', 'instant', 'open', NULL, 'When it happened. UTC.', 'Når det skjedde. UTC.'),
('millom_purchase_event', 'kind', 'text', 'open', NULL, 'What happened: intended, sent, completed, processing, failed, unknown, abandoned, callback_completed, callback_failed, resolved_completed or resolved_failed.', 'Hva som skjedde: intended, sent, completed, processing, failed, unknown, abandoned, callback_completed, callback_failed, resolved_completed eller resolved_failed.'),
('millom_purchase_event', 'state', 'text', 'open', NULL, 'The purchase''s state after it: intended, processing, completed, failed, unknown or abandoned.', 'Hvordan det sto til med kjøpet etterpå: intended (planlagt), processing (under behandling), completed (fullført), failed (mislyktes), unknown (ukjent) eller abandoned (oppgitt).'),
('millom_purchase_event', 'message', 'text', 'reference', NULL, 'The message of Millom, the operator or a person. NULL: none, or forgotten.', 'Hva Millom, operatøren eller en person sa om det. NULL: ingenting, eller glemt.'),
('millom_purchase_event', 'error_cause', 'text', 'open', NULL, 'Why it failed, in Millom''s word. NULL: it did not fail.', 'Hvorfor det mislyktes, med Milloms ord. NULL: det mislyktes ikke.'),
('millom_purchase_event', 'confirmation_code', 'text', 'number', NULL, 'The operator''s receipt. NULL: none, or forgotten.', 'Operatørens kvittering. NULL: ingen, eller glemt.'),
('millom_purchase_event', 'recorded_by', 'text', 'name', NULL, 'Who or what recorded it: a command, the receiver, a person. NULL: not known, or forgotten.', 'Hvem eller hva som skrev det ned: en kommando, mottakeren, en person. NULL: ikke kjent, eller glemt.'),
('millom_notification', NULL, NULL, NULL, NULL, 'Notifications from Millom: data running low, a plan that expired, money that came.', 'Det Millom meldte av seg selv: lite data igjen, en pakke som utløp, penger som kom inn.'),
('millom_notification', 'transaction_id', 'text', 'open', NULL, 'The sender''s id of the notification.', 'Avsenderens id på meldingen.'),
('millom_notification', 'received_at', 'instant', 'open', NULL, 'When it was received. UTC.', 'Når den ble mottatt. UTC.'),
('millom_notification', 'subscriber', 'text', 'number', NULL, 'The subscriber; in millom_subscriber if it is read from Millom.', 'Abonnenten den gjelder; i millom_subscriber der det spørres om den.'),
('millom_notification', 'key_type', 'text', 'open', NULL, 'The kind of the id: MSISDN, CPID or OPET.', 'Hva slags id det er: MSISDN, CPID eller OPET.'),
('millom_notification', 'operator', 'text', 'open', NULL, 'The operator''s name. NULL: not named.', 'Operatørens navn. NULL: ikke oppgitt.'),
('millom_notification', 'type', 'text', 'open', NULL, 'What happened, such as low-data, pack-expired or monetary-reload. NULL: not named, as with an offer.', 'Hva som skjedde, for eksempel low-data, pack-expired eller monetary-reload. NULL: ikke oppgitt, som ved et tilbud.'),
('millom_notification', 'plan_id', 'text', 'open', NULL, 'The operator''s id of the plan. NULL: none.', 'Operatørens id på pakken den gjelder. NULL: ingen.'),
('millom_notification', 'plan_balance', 'integer', 'open', NULL, 'The plan''s remaining quota, in bytes. NULL: unlimited, or not named.', 'Hva som er igjen av pakken, i byte. NULL: ubegrenset, eller ikke oppgitt.'),
('millom_notification', 'plan_quota', 'integer', 'open', NULL, 'The plan''s initial quota, in bytes. NULL: unlimited, or not named.', 'Hva pakken begynte med, i byte. NULL: ubegrenset, eller ikke oppgitt.'),
('millom_notification', 'plan_expires_at', 'instant', 'open', NULL, 'When the plan expires or expired. UTC. NULL: not named.', 'Når pakken utløper eller utløp. UTC. NULL: ikke oppgitt.'),
('millom_notification', 'total_balance', 'decimal', 'open', NULL, 'The subscriber''s money after it, in decimal digits. NULL: not named.', 'Abonnentens penger etterpå, i desimalsifre. NULL: ikke oppgitt.'),
('millom_notification', 'delta_balance', 'decimal', 'open', NULL, 'The change of the money, in decimal digits. NULL: not named.', 'Hvor mye pengene endret seg, i desimalsifre. NULL: ikke oppgitt.'),
('millom_notification', 'currency', 'text', 'open', NULL, 'The money''s currency, an ISO 4217 code. NULL: not named.', 'Pengenes valuta, en ISO 4217-kode. NULL: ikke oppgitt.'),
('month_closing', NULL, NULL, NULL, NULL, 'Closings of months, reopened ones included.', 'Avslutningene av måneder, også de som er gjenåpnet.'),
('month_closing', 'id', 'integer', 'open', NULL, 'The closing''s number, in the order in which months were closed.', 'Avslutningens nummer, i den rekkefølgen månedene ble avsluttet.'),
('month_closing', 'month', 'text', 'open', NULL, 'The month, YYYY-MM.', 'Måneden, ÅÅÅÅ-MM.'),
('month_closing', 'closed_at', 'instant', 'open', NULL, 'The time of the closing: what was observed before counts. UTC.', 'Når den ble avsluttet: det som ble observert før, teller. UTC.'),
('month_closing', 'from_at', 'instant', 'open', NULL, 'When the month began. UTC.', 'Når måneden begynte. UTC.'),
('month_closing', 'to_at', 'instant', 'open', NULL, 'When it ended. UTC.', 'Når den sluttet. UTC.'),
('month_closing', 'time_zone', 'text', 'open', NULL, 'The time zone of its days.', 'Tidssonen for dagene i den.'),
('month_closing', 'cost_centre_reference', 'text', 'open', NULL, 'The field that holds the cost centre: report.cost_centre.', 'Referansen kostnadsstedene ble funnet i: report.cost_centre.'),
('month_closing', 'cost_centre_pattern', 'text', 'open', NULL, 'The pattern that extracts it. NULL: the whole reference.', 'Mønsteret de ble funnet med. NULL: hele referansen.'),
('month_closing', 'cost_centre_fold', 'boolean', 'open', NULL, 'Whether spellings that differ only in case, blanks or Unicode form are one cost centre.', 'Om skrivemåter som bare skiller seg i store bokstaver, mellomrom eller Unicode-form, var ett.'),
('month_closing', 'subscription_count', 'integer', 'open', NULL, 'How many subscriptions counted at the month''s end.', 'Hvor mange abonnementer som telte ved månedens slutt.'),
('month_closing', 'gap_count', 'integer', 'open', NULL, 'How many parts of the month are not covered by a search; changes may be missing.', 'Hvor mange deler av måneden som ikke er dekket av noe søk; endringer kan mangle.'),
('month_closing', 'completeness', 'text', 'open', NULL, 'The relation completeness when it was closed, as JSON.', 'Relasjonen completeness da den ble avsluttet, som JSON.'),
('month_closing', 'previous_id', 'integer', 'open', NULL, 'The closing before, whose checksum is part of this one''s. NULL: the first.', 'Avslutningen før, der kontrollsummen er en del av denne. NULL: den første.'),
('month_closing', 'checksum', 'text', 'open', NULL, 'The SHA-256 of the whole closing and of the previous checksum: see month verify.', 'SHA-256 av alt sammen og av kontrollsummen før: se month verify.'),
('month_closing', 'reopened_at', 'instant', 'open', NULL, 'When it was reopened. UTC. NULL: it is valid.', 'Når den ble trukket tilbake. UTC. NULL: den gjelder.'),
('month_closing', 'reopened_because', 'text', 'reference', NULL, 'The reason for reopening it.', 'Grunnen som ble oppgitt for det.'),
('month_subscription', NULL, NULL, NULL, NULL, 'The subscriptions that a month was closed with: a row for each month and each of them, as it was known when the month was closed.', 'Abonnementene en måned ble avsluttet med: én rad for hver måned og hvert av dem, slik det var kjent da måneden ble avsluttet.'),
('month_subscription', 'month', 'text', 'open', NULL, 'The month, YYYY-MM.', 'Måneden, ÅÅÅÅ-MM.'),
('month_subscription', 'msisdn', 'text', 'number', NULL, 'The number. NULL: the person has been forgotten since.', 'Nummeret. NULL: personen er glemt siden.'),
('month_subscription', 'state', 'text', 'open', NULL, 'Its state on the month''s last day, as in subscription_flat.state.', 'Som subscription_flat.state, på månedens siste dag.'),
('month_subscription', 'subscription_type_id', 'integer', 'open', NULL, 'The type. NULL: not known.', 'Typen. NULL: ikke kjent.'),
('month_subscription', 'cost_centre', 'text', 'reference', NULL, 'The cost centre. NULL: none was written, or the pattern did not match.', 'Kostnadsstedet. NULL: ikke oppgitt, eller mønsteret passet ikke.'),
('month_subscription', 'account_id', 'text', 'open', NULL, 'The invoice account. NULL: none, or not known then.', 'Fakturakontoen. NULL: ingen, eller ikke kjent da.'),
('month_subscription', 'owner_org_number', 'text', 'open', NULL, 'The organization that owned it. NULL: a person, or not known.', 'Organisasjonen som eide det. NULL: en person, eller ikke kjent.'),
('month_subscription', 'valid_from_date', 'date', 'open', NULL, 'Its first day. NULL: not known, or the person was forgotten since.', 'Dets første dag. NULL: ikke kjent, eller personen er glemt siden.'),
('month_subscription', 'valid_to_date', 'date', 'open', NULL, 'Its last day. NULL: none, or the person was forgotten since.', 'Dets siste dag. NULL: ingen, eller personen er glemt siden.'),
('month_bridge', NULL, NULL, NULL, NULL, 'How the head count at the end of one month leads to that of the next, by group, as the month was closed: opening + restated in - restated out + loaded + new + returned + moved in - moved out - terminated - gone + reread in - reread out = closing; net, so that a number which came and went in the month is in no figure.', 'Hvordan antallet ved slutten av én måned fører til antallet ved slutten av den neste, per gruppe, slik måneden ble avsluttet: åpning + korrigert inn - korrigert ut + lastet + nye + tilbake + flyttet inn - flyttet ut - avsluttet - borte + lest inn - lest ut = slutt; netto, så et nummer som kom og gikk i måneden, er ikke med.'),
('month_bridge', 'month', 'text', 'open', NULL, 'The month, YYYY-MM.', 'Måneden, ÅÅÅÅ-MM.'),
('month_bridge', 'grouping', 'text', 'open', NULL, 'The grouping: total, account, cost-centre, type or organization.', 'Hvordan gruppene er laget: total, account, cost-centre, type eller organization.'),
('month_bridge', 'group_is', 'text', 'open', NULL, 'As in the report bridge: account, no account, cost centre, missing, type, total, …', 'Som i rapporten bridge: account, no account, cost centre, missing, type, total, …'),
('month_bridge', 'group_id', 'text', 'reference', NULL, 'The number of the account, type or organization, or the cost centre.', 'Nummeret på kontoen, typen eller organisasjonen, eller kostnadsstedet.'),
('month_bridge', 'group_name', 'text', 'reference', NULL, 'The group''s name at the closing.', 'Navnet den hadde da måneden ble avsluttet.'),
('month_bridge', 'opening_count', 'integer', 'open', NULL, 'Subscriptions at the end of the month before, as that was closed.', 'Abonnementer ved slutten av måneden før, slik den ble avsluttet.'),
('month_bridge', 'restated_in_count', 'integer', 'open', NULL, 'Those now known to have counted then.', 'De som nå er kjent for å ha telt der.'),
('month_bridge', 'restated_out_count', 'integer', 'open', NULL, 'Those now known not to have counted then.', 'De som nå er kjent for ikke å ha telt der.'),
('month_bridge', 'loaded_count', 'integer', 'open', NULL, 'Those that the first load of the mirror found.', 'De som den første lastingen av speilet fant.'),
('month_bridge', 'new_count', 'integer', 'open', NULL, 'Those that are new, or have a new holder.', 'De som er nye, eller nå er noen andres.'),
('month_bridge', 'returned_count', 'integer', 'open', NULL, 'Those that count again.', 'De som teller igjen.'),
('month_bridge', 'moved_in_count', 'integer', 'open', NULL, 'Those that came from another group.', 'De som kom fra en annen gruppe.'),
('month_bridge', 'moved_out_count', 'integer', 'open', NULL, 'Those that went to another group.', 'De som gikk til en annen gruppe.'),
('month_bridge', 'terminated_count', 'integer', 'open', NULL, 'Those whose last day passed, or that have a new holder.', 'De som har hatt sin siste dag, eller nå er noen andres.'),
('month_bridge', 'gone_count', 'integer', 'open', NULL, 'Those that the API no longer had.', 'De som API-et ikke hadde lenger.'),
('month_bridge', 'reread_in_count', 'integer', 'open', NULL, 'Those that count because a new program version read their stored documents differently; nothing happened to them.', 'De som teller fordi en ny versjon leste de lagrede dokumentene deres på nytt; intet skjedde med dem.'),
('month_bridge', 'reread_out_count', 'integer', 'open', NULL, 'Those that stopped counting for the same reason.', 'De som sluttet å telle av samme grunn.'),
('month_bridge', 'closing_count', 'integer', 'open', NULL, 'Subscriptions at the end of the month.', 'Abonnementer ved slutten av måneden.'),
('month_event', NULL, NULL, NULL, NULL, 'The numbers behind the figures of month_bridge.', 'Numrene bak tallene i month_bridge.'),
('month_event', 'month', 'text', 'open', NULL, 'The month, YYYY-MM.', 'Måneden, ÅÅÅÅ-MM.'),
('month_event', 'grouping', 'text', 'open', NULL, 'The grouping: total, account, cost-centre, type or organization.', 'Hvordan gruppene er laget: total, account, cost-centre, type eller organization.'),
('month_event', 'figure', 'text', 'open', NULL, 'restated-in, restated-out, loaded, new, returned, moved-in, moved-out, terminated, gone, reread-in or reread-out.', 'restated-in (korrigert inn), restated-out (korrigert ut), loaded (lastet), new (ny), returned (tilbake), moved-in (flyttet inn), moved-out (flyttet ut), terminated (avsluttet), gone (borte), reread-in (lest inn) eller reread-out (lest ut).'),
('month_event', 'msisdn', 'text', 'number', NULL, 'The number. NULL: the person has been forgotten since.', 'Nummeret. NULL: personen er glemt siden.'),
('month_event', 'from_group', 'text', 'reference', NULL, 'The group in which it counted before, such as account:70001. NULL: it did not count.', 'Gruppen det telte i før, for eksempel account:70001. NULL: det telte ikke.'),
('month_event', 'to_group', 'text', 'reference', NULL, 'The group in which it counted afterwards. NULL: it did not count.', 'Gruppen det teller i da. NULL: det teller ikke.'),
('audit', NULL, NULL, NULL, NULL, 'One row per audited list (an invoice, employees, devices), compared with the mirror.', 'Én rad for hver liste fra andre (faktura, ansatte, enheter) som ble holdt opp mot speilet.'),
('audit', 'id', 'integer', 'open', NULL, 'The audit''s number, from 1.', 'Teller kontrollene, fra 1.'),
('audit', 'name', 'text', 'open', NULL, 'The audit''s name; audits with the same name are compared.', 'Hva listen er en av; kontroller med samme navn sammenlignes med hverandre.'),
('audit', 'file_name', 'text', 'reference', NULL, 'The file''s name, without its folder.', 'Filens navn, uten mappen.'),
('audit', 'file_hash', 'text', 'open', NULL, 'SHA-256 of the file, in hexadecimal digits.', 'SHA-256 av filen, i heksadesimale sifre.'),
('audit', 'audited_at', 'instant', 'open', NULL, 'When it was audited. UTC.', 'Når den ble kontrollert. UTC.'),
('audit', 'as_of', 'instant', 'open', NULL, 'The list was compared with what the mirror had observed before this moment. UTC.', 'Listen ble sammenlignet med det speilet hadde observert før dette. UTC.'),
('audit', 'as_of_date', 'date', 'open', NULL, 'The day of that moment in report.time_zone.', 'Dagen for det tidspunktet der bedriften er.'),
('audit', 'period_from_date', 'date', 'open', NULL, 'The first day of the list''s month.', 'Den første dagen listen gjelder.'),
('audit', 'number_column', 'text', 'open', NULL, 'The list''s name for its column of numbers.', 'Listens navn på kolonnen med numre.'),
('audit', 'lines_per_number', 'text', 'open', NULL, 'one: a second line of a number is doubled; many: a line is doubled when it is the same in every column.', 'one: en linje til for et nummer er dobbel; many: en linje er dobbel når den er lik i alle kolonner.'),
('audit', 'row_count', 'integer', 'open', NULL, 'All rows of the file: its lines and those of the four counts below.', 'Alle rader i filen: linjene og radene i de fire antallene nedenfor.'),
('audit', 'line_count', 'integer', 'open', NULL, 'Rows with a number, or that should have one; see audit_total.', 'Rader som sier noe om et nummer, eller skulle gjort det; se audit_total.'),
('audit', 'header_count', 'integer', 'open', NULL, 'Rows of the header, repeated ones included.', 'Overskriftsrader, gjentatte medregnet.'),
('audit', 'remark_count', 'integer', 'open', NULL, 'Rows of titles, page breaks and group names.', 'Rader med titler, sideskift og gruppenavn.'),
('audit', 'total_count', 'integer', 'open', NULL, 'Rows of totals, which do not count as lines.', 'Rader med summer, som ikke er linjer.'),
('audit', 'blank_count', 'integer', 'open', NULL, 'Empty rows.', 'Tomme rader.'),
('audit', 'amount', 'decimal', 'open', NULL, 'The exact sum of the lines'' amounts. NULL: the list has no amounts.', 'Den nøyaktige summen av linjene. NULL: listen har ingen beløp.'),
('audit', 'stated_amount', 'decimal', 'open', NULL, 'The total stated in the list: the one that equals the sum of the lines, else the last. NULL: none.', 'Summen listen oppgir: den som er lik summen av linjene, ellers den siste. NULL: ingen.'),
('audit_total', NULL, NULL, NULL, NULL, 'The results of each audit, added up: lines and amounts of the six results equal those of the list. It does not change when a person is forgotten.', 'Det hver kontroll fant, summert: linjene og beløpene i de seks resultatene er listens. Står uendret når en person glemmes.'),
('audit_total', 'audit_id', 'integer', 'open', NULL, 'The audit.', 'Kontrollen.'),
('audit_total', 'result', 'text', 'open', NULL, 'See audit_entry.', 'Se audit_entry.'),
('audit_total', 'line_count', 'integer', 'open', NULL, 'Lines of the list; 0 for only here, as those numbers have no lines.', 'Linjer i listen; 0 for only here, for de numrene har ingen.'),
('audit_total', 'number_count', 'integer', 'open', NULL, 'Different numbers.', 'Forskjellige numre.'),
('audit_total', 'amount', 'decimal', 'open', NULL, 'The exact sum of the lines. NULL: no amounts.', 'Den nøyaktige summen av linjene. NULL: ingen beløp.'),
('audit_entry', NULL, NULL, NULL, NULL, 'Every line of an audited list with its result, every row skipped as a total or a title, and every number missing from the list. For a forgotten person the number is removed; the result and the amount stay.', 'Hver linje i en kontrollert liste med vurderingen, hver rad som ble utelatt som sum eller tittel, og hvert nummer listen mangler. Om en glemt person fjernes nummeret; resultatet og beløpet blir stående.'),
('audit_entry', 'audit_id', 'integer', 'open', NULL, 'The audit.', 'Kontrollen.'),
('audit_entry', 'entry', 'integer', 'open', NULL, 'The entry''s number: lines in their order, skipped rows, then missing numbers.', 'Teller postene i kontrollen: linjene i rekkefølge, utelatte rader, så det den mangler.'),
('audit_entry', 'line', 'integer', 'open', NULL, 'The line of the file, or the row of its sheet. NULL: the number is not in it.', 'Linjen i filen, eller raden i arket. NULL: nummeret er ikke i den.'),
('audit_entry', 'msisdn', 'text', 'listed', NULL, 'The number. NULL: it could not be read, or was forgotten.', 'Nummeret. NULL: det kunne ikke leses, eller er glemt.'),
('audit_entry', 'result', 'text', 'open', NULL, 'matched; only there: not in the mirror, gone, or ended before the period; only here: alive, and not in the list; differing: see audit_difference; doubled; unreadable; or left out: a total, a title or a page break, which is no line.', 'matched (stemmer); only there (bare i listen: ikke i speilet, borte eller avsluttet før perioden); only here (bare her: i live, men ikke i listen); differing (avviker: se audit_difference); doubled (dobbel); unreadable (uleselig) eller left out (utelatt: sum, tittel eller sideskift, ikke en linje).'),
('audit_entry', 'reason', 'text', 'open', NULL, 'Why it is only there, unreadable or left out; the number''s state where it is only here. NULL: nothing to say.', 'Hvorfor den bare er i listen, er uleselig eller utelatt; nummerets tilstand der det bare er her. NULL: ingenting å si.'),
('audit_entry', 'amount', 'decimal', 'open', NULL, 'The line''s amount, in decimal digits. NULL: none, or not readable.', 'Beløpet på linjen, i desimalsifre. NULL: ikke noe, eller uleselig.'),
('audit_entry', 'cost_centre', 'text', 'reference', NULL, 'The number''s cost centre at the moment of the audit, by the settings at that time. NULL: none, or only a forgotten person had it.', 'Nummerets kostnadssted på tidspunktet for kontrollen, etter innstillingene da. NULL: ikke noe, eller bare en glemt person hadde det.'),
('audit_entry', 'account_id', 'text', 'open', NULL, 'The number''s account at that moment. NULL: none, not known, or as above.', 'Nummerets konto på det tidspunktet. NULL: ingen, ukjent, eller som over.'),
('audit_entry', 'repeats_line', 'integer', 'open', NULL, 'The earlier line that a doubled one repeats. NULL: it repeats none.', 'Den tidligere linjen som en dobbel gjentar. NULL: den gjentar ingen.'),
('audit_entry', 'sheet', 'text', 'open', NULL, 'The sheet of the line. NULL: the file has one, or the number is not in it.', 'Arket linjen står i. NULL: filen har ett, eller nummeret er ikke i den.'),
('audit_entry', 'repeats_sheet', 'text', 'open', NULL, 'The sheet of the line that it repeats. NULL: as above.', 'Arket med linjen den gjentar. NULL: som over.'),
('audit_difference', NULL, NULL, NULL, NULL, 'The differing values of a line, in the list and in the mirror; for a skipped total, its stated amount.', 'Det en avvikende linje sier om et nummer, ved siden av det speilet hadde; det en utelatt sum oppgir.'),
('audit_difference', 'audit_id', 'integer', 'open', NULL, 'The audit.', 'Kontrollen.'),
('audit_difference', 'entry', 'integer', 'open', NULL, 'The line, in audit_entry.', 'Linjen, i audit_entry.'),
('audit_difference', 'field', 'text', 'open', NULL, 'What differs: cost_centre, user, owner, owner_org_number, subscription_type, account, user_reference1 to 3, or icc_id; amount: of a total.', 'Hva som avviker: cost_centre, user, owner, owner_org_number, subscription_type, account, user_reference1 til 3 eller icc_id; amount: for en sum.'),
('audit_difference', 'file_value', 'text', 'name', NULL, 'The value in the list. It may be a name and has the privacy class of names.', 'Det listen sier. Det kan være et navn, så det utleveres som navn.'),
('audit_difference', 'mirror_value', 'text', 'name', NULL, 'The value in the mirror. It may be a name, too. NULL: none.', 'Det speilet hadde. Det kan også være et navn. NULL: ingenting.'),
('subscription_history', NULL, NULL, NULL, NULL, 'Every version of every subscription, with the observations between which it was valid.', 'Hver versjon av hvert abonnement: hva det var, og mellom hvilke to observasjoner.'),
('subscription_history', 'msisdn', 'text', 'number', '$.msisdn', 'The number of the main SIM: digits with the country code, without +, as text.', 'Nummeret på hoved-SIM-et: sifre med landkode, uten +, som tekst.'),
('subscription_history', 'status', 'text', 'open', '$.status', 'The status, in the API''s words: active or barred. NULL: not known.', 'Statusen med API-ets egne ord: aktiv eller sperret. NULL: ikke kjent.'),
('subscription_history', 'subscription_type_id', 'integer', 'open', '$.type.id', 'The id of its row in subscription_type. NULL: not known.', 'Id-en til raden i subscription_type. NULL: ikke kjent.'),
('subscription_history', 'user_reference1', 'text', 'reference', '$.userReference1', 'Free text of the company, often a cost centre, exactly as it was typed. NULL: none given; '''' is a text without characters.', 'Bedriftens fritekst, ofte et kostnadssted, nøyaktig slik den ble skrevet. NULL: ikke oppgitt; '''' er en tekst uten tegn.'),
('subscription_history', 'user_reference2', 'text', 'reference', '$.userReference2', 'A second free text, as user_reference1.', 'En fritekst til, som user_reference1.'),
('subscription_history', 'user_reference3', 'text', 'reference', '$.userReference3', 'A third free text, as user_reference1.', 'En tredje fritekst, som user_reference1.'),
('subscription_history', 'valid_from_date', 'date', 'open', '$.validFromDate', 'The day from which the subscription is valid, YYYY-MM-DD. NULL: not known.', 'Dagen abonnementet gjelder fra, ÅÅÅÅ-MM-DD. NULL: ikke kjent.'),
('subscription_history', 'valid_to_date', 'date', 'open', '$.validToDate', 'The day until which the subscription is valid, YYYY-MM-DD. NULL: no end is set.', 'Dagen abonnementet gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt.'),
('subscription_history', 'account_id', 'text', 'open', NULL, 'The id of the invoice account that lists it, in account. NULL: not known, as where the API grants no accounts.', 'Id-en til fakturakontoen som har nummeret på listen sin, i account. NULL: ikke kjent, for eksempel der API-et ikke gir tilgang til kontoer.'),
('subscription_history', 'first_seen_at', 'instant', 'open', NULL, 'When the mirror first saw the number. UTC, 2026-11-22T13:05:00Z.', 'Når speilet først så nummeret. UTC, 2026-11-22T13:05:00Z.'),
('subscription_history', 'changed_at', 'instant', 'open', NULL, 'When the mirror last saw a change of the subscription, its parties, SIM cards, settings or add-ons. UTC. Of a version that is over: as it stood when the version ended.', 'Når speilet sist så en endring i abonnementet, partene, SIM-kortene, innstillingene eller tilleggstjenestene. UTC. For en versjon som er over: slik det sto da versjonen sluttet.'),
('subscription_history', 'verified_at', 'instant', 'open', NULL, 'When the mirror last compared the subscription with the API. UTC. NULL: not known, as of an earlier time. Of a version that is over: as it stood when the version ended.', 'Når speilet sist sammenlignet abonnementet med API-et. UTC. NULL: ikke kjent, for eksempel for et tidligere tidspunkt. For en versjon som er over: slik det sto da versjonen sluttet.'),
('subscription_history', 'gone_at', 'instant', 'open', NULL, 'When the mirror found that the API no longer has the number. UTC. NULL: it is living.', 'Når speilet oppdaget at API-et ikke lenger har nummeret. UTC. NULL: det lever.'),
('subscription_history', 'gone_reason', 'text', 'open', NULL, 'The API''s answer when the number was gone. NULL: it is living.', 'Hva API-et svarte da nummeret var borte. NULL: det lever.'),
('subscription_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('subscription_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('party_history', NULL, NULL, NULL, NULL, 'Every version of every party: who used, paid for and owned a subscription, and when.', 'Hver versjon av hver part: hvem som brukte, betalte for og eide et abonnement, og når.'),
('party_history', 'msisdn', 'text', 'number', NULL, 'The party''s subscription, in subscription.', 'Abonnementet som parten hører til, i subscription.'),
('party_history', 'role', 'text', 'open', NULL, 'user, payer or owner.', 'user (bruker), payer (betaler) eller owner (eier).'),
('party_history', 'kind', 'text', 'open', NULL, 'person or organization. A person who acts for an organization is a person with an org_number.', 'person eller organization. En person som opptrer for en organisasjon, er en person med org_number.'),
('party_history', 'first_name', 'text', 'name', '$.user.person.firstName $.payer.person.firstName $.owner.person.firstName', 'The person''s first name. NULL: not known, or no person.', 'Personens fornavn. NULL: ikke kjent, eller ingen person.'),
('party_history', 'middle_name', 'text', 'name', '$.user.person.middleName $.payer.person.middleName $.owner.person.middleName', 'The person''s middle name. NULL: not known, none, or no person.', 'Personens mellomnavn. NULL: ikke kjent, finnes ikke, eller ingen person.'),
('party_history', 'last_name', 'text', 'name', '$.user.person.lastName $.payer.person.lastName $.owner.person.lastName', 'The person''s last name. NULL: not known, or no person.', 'Personens etternavn. NULL: ikke kjent, eller ingen person.'),
('party_history', 'birth_date', 'date', 'birth', '$.user.person.birthDate $.payer.person.birthDate $.owner.person.birthDate', 'The person''s day of birth, YYYY-MM-DD. NULL: not known, or no person.', 'Personens fødselsdato, ÅÅÅÅ-MM-DD. NULL: ikke kjent, eller ingen person.'),
('party_history', 'org_number', 'text', 'open', '$.user.organization.orgNumber $.payer.organization.orgNumber $.owner.organization.orgNumber', 'The organization''s number, in organization. NULL: not known, a placeholder such as N/A or 0, or no organization.', 'Organisasjonens nummer, i organization. NULL: ikke kjent, en plassholder som N/A eller 0, eller ingen organisasjon.'),
('party_history', 'organization_name', 'text', 'open', '$.user.organization.name $.payer.organization.name $.owner.organization.name', 'The name of an organization that has no number; of one that has, organization has the name. NULL: not known, or no such organization.', 'Navnet på en organisasjon uten nummer; for en som har nummer, står navnet i organization. NULL: ikke kjent, eller ingen slik organisasjon.'),
('party_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('party_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('sim_card_history', NULL, NULL, NULL, NULL, 'Every version of every SIM card that a subscription had.', 'Hver versjon av hvert SIM-kort et abonnement har hatt.'),
('sim_card_history', 'msisdn', 'text', 'number', NULL, 'The subscription that the card belongs to, in subscription.', 'Abonnementet som kortet hører til, i subscription.'),
('sim_card_history', 'icc_id', 'text', 'number', '$.simCards[].iccId', 'The number printed on the card (ICCID), digits as text. NULL: not known.', 'Nummeret som er trykt på kortet (ICCID), sifre som tekst. NULL: ikke kjent.'),
('sim_card_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the cards of one subscription with the same icc_id (without one: the same sim_msisdn).', 'Teller, fra 1, kortene på ett abonnement med samme icc_id (uten den: samme sim_msisdn).'),
('sim_card_history', 'sim_msisdn', 'text', 'number', '$.simCards[].msisdn', 'The card''s own number, digits with the country code as text. NULL: not known.', 'Kortets eget nummer, sifre med landkode som tekst. NULL: ikke kjent.'),
('sim_card_history', 'type', 'text', 'open', '$.simCards[].type', 'What kind of card it is, in the API''s words. NULL: not known.', 'Hva slags kort det er, med API-ets ord. NULL: ikke kjent.'),
('sim_card_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('sim_card_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('setting_history', NULL, NULL, NULL, NULL, 'Every version of every setting that a subscription had.', 'Hver versjon av hver innstilling et abonnement har hatt.'),
('setting_history', 'msisdn', 'text', 'number', NULL, 'The subscription that the setting belongs to, in subscription.', 'Abonnementet som innstillingen hører til, i subscription.'),
('setting_history', 'setting_id', 'integer', 'open', '$.settings[].id', 'The API''s number of the setting.', 'API-ets nummer på innstillingen.'),
('setting_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the rows of one subscription with the same setting_id.', 'Teller, fra 1, radene på ett abonnement med samme setting_id.'),
('setting_history', 'name', 'text', 'open', '$.settings[].name', 'The setting''s name. NULL: not known.', 'Navnet på innstillingen. NULL: ikke kjent.'),
('setting_history', 'active', 'boolean', 'open', '$.settings[].active', '1: on, 0: off, NULL: not known.', '1: på, 0: av, NULL: ikke kjent.'),
('setting_history', 'can_activate', 'boolean', 'open', '$.settings[].canActivate', '1: it may be turned on, 0: it may not, NULL: not known.', '1: den kan slås på, 0: den kan ikke det, NULL: ikke kjent.'),
('setting_history', 'can_deactivate', 'boolean', 'open', '$.settings[].canDeactivate', '1: it may be turned off, 0: it may not, NULL: not known.', '1: den kan slås av, 0: den kan ikke det, NULL: ikke kjent.'),
('setting_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('setting_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('add_on_history', NULL, NULL, NULL, NULL, 'Every version of every add-on that a subscription had.', 'Hver versjon av hver tilleggstjeneste et abonnement har hatt.'),
('add_on_history', 'msisdn', 'text', 'number', NULL, 'The subscription that has the add-on, in subscription.', 'Abonnementet som har tilleggstjenesten, i subscription.'),
('add_on_history', 'product_id', 'integer', 'open', '$.addOnProducts[].id', 'The API''s number of the product.', 'API-ets nummer på produktet.'),
('add_on_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the add-ons of one subscription with the same product_id.', 'Teller, fra 1, tilleggstjenestene på ett abonnement med samme product_id.'),
('add_on_history', 'name', 'text', 'open', '$.addOnProducts[].name', 'The product''s name. NULL: not known.', 'Navnet på produktet. NULL: ikke kjent.'),
('add_on_history', 'cancellable', 'boolean', 'open', '$.addOnProducts[].cancellable', '1: it may be cancelled, 0: it may not, NULL: not known.', '1: den kan sies opp, 0: den kan ikke det, NULL: ikke kjent.'),
('add_on_history', 'valid_to', 'date', 'open', '$.addOnProducts[].validTo', 'The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.', 'Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.'),
('add_on_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('add_on_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_account_history', NULL, NULL, NULL, NULL, 'Every version of every account, with the observations between which it was valid.', 'Hver versjon av hver konto: hva den var, og mellom hvilke to observasjoner.'),
('millom_account_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_account_history', 'account_type', 'text', 'open', 'account_info:$.accountType balance:$.accountType', 'PREPAID or POSTPAID; where two documents differ, as the account information says. NULL: not known.', 'PREPAID (forhåndsbetalt) eller POSTPAID (etterbetalt); sier to dokumenter hver sitt, gjelder kontoinformasjonen. NULL: ikke kjent.'),
('millom_account_history', 'account_id', 'text', 'number', 'balance:$.accountId', 'The operator''s id of the account. NULL: not known.', 'Operatørens id på kontoen. NULL: ikke kjent.'),
('millom_account_history', 'account_status', 'text', 'open', 'balance:$.accountStatus', 'ACTIVE or INACTIVE. NULL: not known.', 'ACTIVE (aktiv) eller INACTIVE (ikke aktiv). NULL: ikke kjent.'),
('millom_account_history', 'rate_plan_id', 'text', 'open', 'balance:$.ratePlanId', 'The operator''s id of the main plan. NULL: not known.', 'Operatørens id på hovedabonnementet. NULL: ikke kjent.'),
('millom_account_history', 'birth_date', 'date', 'birth', 'balance:$.dateOfBirth', 'The subscriber''s day of birth. NULL: not known.', 'Abonnentens fødselsdato. NULL: ikke kjent.'),
('millom_account_history', 'expires_at', 'instant', 'open', 'balance:$.expiry', 'When the account expires. UTC. NULL: not known, or never.', 'Når kontoen utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_account_history', 'data_balance', 'decimal', 'open', 'balance:$.dataBalance.balance', 'The data balance, in the operator''s unit. NULL: not known.', 'Datasaldoen, i operatørens enhet. NULL: ikke kjent.'),
('millom_account_history', 'data_balance_expires_at', 'instant', 'open', 'balance:$.dataBalance.expiry', 'When the data balance expires. UTC. NULL: not known, or never.', 'Når datasaldoen utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_account_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_account_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_money_balance_history', NULL, NULL, NULL, NULL, 'Every version of every money balance.', 'Hver versjon av hver pengesaldo.'),
('millom_money_balance_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_money_balance_history', 'record', 'text', 'open', NULL, 'The Millom record it comes from: account_info or balance.', 'Dokumentet som har den: account_info eller balance.'),
('millom_money_balance_history', 'balance_type', 'text', 'open', 'account_info:$.balances[].balanceType', 'The wallet, such as main, loan or owed; monetary for the one in the balance document. NULL: not named.', 'Lommeboken, for eksempel main, loan eller owed; monetary for den i saldodokumentet. NULL: ikke oppgitt.'),
('millom_money_balance_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_money_balance_history', 'amount', 'decimal', 'open', 'account_info:$.balances[].balance balance:$.monetaryBalance.balance', 'The amount in decimal digits, exactly as given. NULL: not known.', 'Beløpet i desimalsifre, nøyaktig slik det ble oppgitt. NULL: ikke kjent.'),
('millom_money_balance_history', 'currency', 'text', 'open', 'account_info:$.currency', 'The currency, an ISO 4217 code such as NOK. NULL: the document names none.', 'Valutaen, en ISO 4217-kode som NOK. NULL: dokumentet nevner ingen.'),
('millom_money_balance_history', 'expires_at', 'instant', 'open', 'account_info:$.balances[].expiry balance:$.monetaryBalance.expiry', 'When the money expires. UTC. NULL: not known, or never.', 'Når pengene utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_money_balance_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_money_balance_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_plan_history', NULL, NULL, NULL, NULL, 'Every version of every plan.', 'Hver versjon av hver pakke.'),
('millom_plan_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_plan_history', 'plan_id', 'text', 'open', 'balance:$.activePlans[].planId', 'The operator''s id of the plan.', 'Operatørens id på pakken.'),
('millom_plan_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_plan_history', 'expires_at', 'instant', 'open', 'balance:$.activePlans[].expiry', 'When the plan expires. UTC. NULL: not known, or never.', 'Når pakken utløper. UTC. NULL: ikke kjent, eller aldri.'),
('millom_plan_history', 'applications', 'text', 'open', 'balance:$.activePlans[].applications[]', 'What it can be used for, sorted, separated by a comma and a blank, such as music, video. NULL: not limited, or not known.', 'Hva den gjelder for, sortert, med komma og mellomrom mellom, for eksempel music, video. NULL: ikke begrenset, eller ikke kjent.'),
('millom_plan_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_plan_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_plan_gauge_history', NULL, NULL, NULL, NULL, 'Every version of the remaining quota of each plan.', 'Hver versjon av hva som var igjen av hver pakke.'),
('millom_plan_gauge_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_plan_gauge_history', 'plan_id', 'text', 'open', 'balance:$.activePlans[].planId', 'The plan, in millom_plan.', 'Pakken, i millom_plan.'),
('millom_plan_gauge_history', 'plan_occurrence', 'integer', 'open', NULL, 'Which of the subscriber''s plans of that id, in millom_plan.occurrence.', 'Hvilken av abonnentens pakker med den id-en, i millom_plan.occurrence.'),
('millom_plan_gauge_history', 'unit', 'text', 'open', 'balance:$.activePlans[].gauge[].unit', 'What is counted: bytes, data-minutes, voice-minutes or sms. NULL: not named.', 'Hva som telles: bytes, data-minutes, voice-minutes eller sms. NULL: ikke oppgitt.'),
('millom_plan_gauge_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_plan_gauge_history', 'quota', 'integer', 'open', 'balance:$.activePlans[].gauge[].quota', 'How much the plan began with, in its unit. NULL: unlimited, or not known.', 'Hvor mye pakken begynte med, i sin enhet. NULL: ubegrenset, eller ikke kjent.'),
('millom_plan_gauge_history', 'remaining', 'integer', 'open', 'balance:$.activePlans[].gauge[].remaining', 'How much of it is left, in its unit. NULL: unlimited, or not known.', 'Hvor mye som er igjen, i sin enhet. NULL: ubegrenset, eller ikke kjent.'),
('millom_plan_gauge_history', 'is_unlimited', 'boolean', 'open', NULL, '1: unlimited, and quota is NULL; 0: limited. NULL: not known.', '1: uten grense, slik at quota ikke er et tall; 0: begrenset. NULL: ikke kjent.'),
('millom_plan_gauge_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_plan_gauge_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_state_history', NULL, NULL, NULL, NULL, 'Every version of Millom''s data of each subscriber as a whole.', 'Hver versjon av hva Millom sa om hver abonnent som helhet.'),
('millom_state_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_state_history', 'subscriber_state', 'text', 'open', 'upsell_offer:$.subscriberState', 'GOOD_TO_GO, NEED_OFFERS, NEED_LOANS or NEED_TOPUP. NULL: not known.', 'GOOD_TO_GO (alt i orden), NEED_OFFERS (trenger tilbud), NEED_LOANS (kan låne) eller NEED_TOPUP (må fylle på). NULL: ikke kjent.'),
('millom_state_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_state_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_offer_history', NULL, NULL, NULL, NULL, 'Every version of every offer.', 'Hver versjon av hvert tilbud.'),
('millom_offer_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_offer_history', 'plan_id', 'text', 'open', 'upsell_offer:$.offers[].planId', 'The operator''s id of the plan that is offered.', 'Operatørens id på pakken som tilbys.'),
('millom_offer_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_offer_history', 'type', 'text', 'open', 'upsell_offer:$.offers[].type', 'What kind of plan it is, such as Data. NULL: not known.', 'Hva slags pakke det er, for eksempel Data. NULL: ikke kjent.'),
('millom_offer_history', 'cost', 'decimal', 'open', 'upsell_offer:$.offers[].cost', 'The price in decimal digits, exactly as given. NULL: not known.', 'Prisen i desimalsifre, nøyaktig slik den ble oppgitt. NULL: ikke kjent.'),
('millom_offer_history', 'currency', 'text', 'open', 'upsell_offer:$.offers[].costCurrency', 'The currency, an ISO 4217 code such as NOK. NULL: the document names none.', 'Valutaen, en ISO 4217-kode som NOK. NULL: dokumentet nevner ingen.'),
('millom_offer_history', 'fund_source', 'text', 'open', 'upsell_offer:$.offers[].fundSource', 'What can pay for it: WALLET, EWALLET, LOAN or FREE. NULL: not named.', 'Hva som kan betale for det: WALLET, EWALLET, LOAN eller FREE. NULL: ikke oppgitt.'),
('millom_offer_history', 'offer_context', 'text', 'number', 'upsell_offer:$.offers[].offerContext', 'The text that an activation has to send back, byte for byte. NULL: none.', 'Teksten som en aktivering må sende tilbake, byte for byte. NULL: ingen.'),
('millom_offer_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_offer_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_offer_quota_history', NULL, NULL, NULL, NULL, 'Every version of the content of each offered plan.', 'Hver versjon av hva hver tilbudte pakke inneholdt.'),
('millom_offer_quota_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_offer_quota_history', 'plan_id', 'text', 'open', 'upsell_offer:$.offers[].planId', 'The offer, in millom_offer.', 'Tilbudet, i millom_offer.'),
('millom_offer_quota_history', 'offer_occurrence', 'integer', 'open', NULL, 'Which of the subscriber''s offers of that id, in millom_offer.occurrence.', 'Hvilket av abonnentens tilbud med den id-en, i millom_offer.occurrence.'),
('millom_offer_quota_history', 'unit', 'text', 'open', 'upsell_offer:$.offers[].quota[].unit', 'What is counted: bytes, data-minutes, voice-minutes or sms. NULL: not named.', 'Hva som telles: bytes, data-minutes, voice-minutes eller sms. NULL: ikke oppgitt.'),
('millom_offer_quota_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_offer_quota_history', 'quota', 'integer', 'open', 'upsell_offer:$.offers[].quota[].quota', 'How much the plan began with, in its unit. NULL: unlimited, or not known.', 'Hvor mye pakken begynte med, i sin enhet. NULL: ubegrenset, eller ikke kjent.'),
('millom_offer_quota_history', 'is_unlimited', 'boolean', 'open', NULL, '1: unlimited, and quota is NULL; 0: limited. NULL: not known.', '1: uten grense, slik at quota ikke er et tall; 0: begrenset. NULL: ikke kjent.'),
('millom_offer_quota_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_offer_quota_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.'),
('millom_text_history', NULL, NULL, NULL, NULL, 'Every version of every name and description of plans and offers.', 'Hver versjon av hvert navn og hver beskrivelse av pakker og tilbud.'),
('millom_text_history', 'subscriber', 'text', 'number', NULL, 'The subscriber, in millom_subscriber.', 'Abonnenten, i millom_subscriber.'),
('millom_text_history', 'owner', 'text', 'open', NULL, 'What it describes: plan or offer.', 'Hva den beskriver: plan (pakke) eller offer (tilbud).'),
('millom_text_history', 'plan_id', 'text', 'open', 'balance:$.activePlans[].planId upsell_offer:$.offers[].planId', 'The plan or the offer, in millom_plan or millom_offer.', 'Pakken eller tilbudet, i millom_plan eller millom_offer.'),
('millom_text_history', 'owner_occurrence', 'integer', 'open', NULL, 'Which of the subscriber''s plans or offers of that id, in their occurrence.', 'Hvilken av abonnentens pakker eller tilbud med den id-en, i deres occurrence.'),
('millom_text_history', 'field', 'text', 'open', NULL, 'What the text is: name or description.', 'Hva teksten er: name (navn) eller description (beskrivelse).'),
('millom_text_history', 'language', 'text', 'open', 'balance:$.activePlans[].planName[].language balance:$.activePlans[].planDescription[].language upsell_offer:$.offers[].planName[].language upsell_offer:$.offers[].planDescription[].language', 'The language, a BCP 47 code such as en-us. NULL: not named.', 'Språket, en BCP 47-kode som en-us. NULL: ikke oppgitt.'),
('millom_text_history', 'occurrence', 'integer', 'open', NULL, 'Counts, from 1, the subscriber''s rows that are equal in the preceding columns.', 'Teller, fra 1, radene til en abonnent som er like i kolonnene foran.'),
('millom_text_history', 'text', 'text', 'open', 'balance:$.activePlans[].planName[].text balance:$.activePlans[].planDescription[].text upsell_offer:$.offers[].planName[].text upsell_offer:$.offers[].planDescription[].text', 'The text, for people to read. NULL: not known.', 'Teksten, som er til å lese for folk. NULL: ikke kjent.'),
('millom_text_history', 'observed_from', 'instant', 'open', NULL, 'When the mirror first saw this version. UTC.', 'Når speilet først så denne versjonen. UTC.'),
('millom_text_history', 'observed_to', 'instant', 'open', NULL, 'When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.', 'Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder fortsatt.')
)
SELECT relation, "column", description, type, privacy, source, description_no FROM described;

CREATE VIEW _unreadable_column AS
WITH met AS MATERIALIZED (
    SELECT path_id, (SELECT value FROM _text WHERE id = path_id) AS path, number_count, value_count
    FROM (
        SELECT path_id, count(*) AS number_count, sum(count) AS value_count FROM _unreadable_now GROUP BY path_id
    )
),
place AS MATERIALIZED (
    SELECT DISTINCT dictionary.relation, dictionary."column", met.path_id, met.number_count, met.value_count
    FROM data_dictionary AS dictionary
    CROSS JOIN json_each('["' || replace(dictionary.source, ' ', '","') || '"]') AS source
    CROSS JOIN met
    WHERE source.value = met.path OR source.value || '[]' = met.path
        OR substr(source.value, 1, length(met.path) + 1) IN (met.path || '.', met.path || '[')
),
spoiled AS (
    SELECT
        relation, "column", count(*) AS path_count, group_concat(path_id) AS path_ids,
        min(number_count) AS number_count, sum(value_count) AS value_count
    FROM (SELECT * FROM place ORDER BY path_id)
    GROUP BY relation, "column"
),
-- Columns that are read from the same paths are counted once.
counted AS MATERIALIZED (
    SELECT
        group_concat('"' || relation || '.' || "column" || '"') AS columns, value_count,
        iif(
            path_count = 1, number_count,
            (SELECT count(DISTINCT msisdn)
            FROM json_each('[' || path_ids || ']') AS path
            CROSS JOIN _unreadable_now AS unreadable ON unreadable.path_id = path.value)) AS number_count
    FROM spoiled
    GROUP BY path_ids
)
SELECT
    substr(name.value, 1, instr(name.value, '.') - 1) AS relation,
    substr(name.value, instr(name.value, '.') + 1) AS "column", number_count, value_count
FROM counted
CROSS JOIN json_each('[' || counted.columns || ']') AS name;

CREATE VIEW _waiting AS
SELECT
    'unconfirmed' AS measure,
    CASE reason
        WHEN 1 THEN 'changed, waits to be fetched'
        WHEN 2 THEN 'new, waits to be fetched'
        WHEN 3 THEN 'missing from a list, waits to be verified'
        WHEN 4 THEN 'set aside before, waits to be fetched'
        WHEN 5 THEN 'not searched for, waits to be verified'
    END AS detail,
    count(*) AS count, min(queued_at) AS from_at
FROM _queue
GROUP BY reason
UNION ALL
SELECT 'unconfirmed', 'looks gone with too many others', count(*), min(parked_at) FROM _parked HAVING count(*) > 0
UNION ALL
SELECT 'quarantined', stage || ': ' || error, count(*), min(first_failed_at) FROM quarantine GROUP BY stage, error
UNION ALL
SELECT
    'unreadable_list_row', iif(key = 'telenor.unreadable_poll_rows', 'newest search', 'newest complete list'),
    CAST(value AS INTEGER), NULL
FROM _state
WHERE key IN ('telenor.unreadable_poll_rows', 'telenor.unreadable_list_rows');

CREATE VIEW _completeness AS
WITH info AS MATERIALIZED (SELECT * FROM snapshot_info),
stretch (from_at, to_at, next_at) AS (
    SELECT from_at, to_at, lead(from_at) OVER (ORDER BY from_at) FROM _coverage_stretch
)
SELECT 'telenor' AS source, 'gapless' AS measure, NULL AS detail, NULL AS count, NULL AS of_count, from_at, to_at
FROM stretch
WHERE next_at IS NULL
UNION ALL
SELECT 'telenor', 'history', NULL, NULL, NULL, text, NULL FROM _history_floor WHERE text <> ''
UNION ALL
SELECT 'telenor', 'gap', NULL, NULL, NULL, to_at, next_at FROM stretch WHERE next_at IS NOT NULL
UNION ALL
SELECT
    'telenor', 'verified', 'within ' || column1 || iif(column1 = 1, ' day', ' days'),
    CASE column1
        WHEN 1 THEN verified_within_1_day_count
        WHEN 7 THEN verified_within_7_days_count
        ELSE verified_within_30_days_count
    END,
    subscription_count, strftime('%Y-%m-%dT%H:%M:%SZ', as_of, '-' || column1 || ' days'), as_of
FROM info, (VALUES (1), (7), (30))
UNION ALL
SELECT 'telenor', 'missed', 'changes that the search had not shown', sum(run.missed), sum(run.refreshed), min(run.started_at), info.as_of
FROM info
JOIN sync_run AS run ON run.source = 'telenor' AND run.started_at >= strftime('%Y-%m-%dT%H:%M:%SZ', info.as_of, '-30 days')
HAVING sum(run.refreshed) > 0
UNION ALL
SELECT 'telenor', measure, detail, count, info.subscription_count, from_at, NULL FROM _waiting, info;

CREATE VIEW completeness AS
SELECT source, measure, detail, count, of_count, from_at, to_at FROM _completeness
UNION ALL
SELECT 'telenor', 'unreadable', relation || '.' || "column", number_count, living, NULL, NULL
FROM _unreadable_column, _number_count
-- The other relations show the same values again.
WHERE relation NOT IN ('subscription_flat', 'subscription_history') AND relation NOT GLOB '*[_]history';

INSERT INTO _mirror (row, id) VALUES (1, '0123456789abcdef0123456789abcdef');
INSERT INTO _log (row, era, commits, layout, base) VALUES (1, '', 0, 0, '');

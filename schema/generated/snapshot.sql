-- Made from the registry of relations (RelationRegistry), for reading. Nothing here is run.

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

CREATE INDEX account_by_owner_org_number ON account (owner_org_number);

CREATE TABLE add_on (
    msisdn      TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id  INTEGER NOT NULL,
    occurrence  INTEGER NOT NULL,
    name        TEXT,
    cancellable INTEGER,
    valid_to    TEXT,
    PRIMARY KEY (msisdn, product_id, occurrence)
) STRICT, WITHOUT ROWID;

CREATE INDEX add_on_by_product_id ON add_on (product_id);

CREATE TABLE add_on_binding (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL,
    name              TEXT,
    type              TEXT,
    occurrence        INTEGER NOT NULL
) STRICT;

CREATE INDEX add_on_binding_by_msisdn ON add_on_binding (msisdn);

CREATE TABLE add_on_history (
    msisdn        TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id    INTEGER NOT NULL,
    occurrence    INTEGER NOT NULL,
    name          TEXT,
    cancellable   INTEGER,
    valid_to      TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT,
    PRIMARY KEY (msisdn, product_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX add_on_history_by_product_id ON add_on_history (product_id);

CREATE TABLE add_on_order_type (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL,
    order_type        TEXT NOT NULL,
    PRIMARY KEY (msisdn, product_id, add_on_occurrence, order_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE add_on_usage_quota (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL,
    name              TEXT,
    unit              TEXT,
    traffic_type      TEXT,
    quota_type        TEXT,
    occurrence        INTEGER NOT NULL,
    value             NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to          TEXT
);

CREATE INDEX add_on_usage_quota_by_msisdn ON add_on_usage_quota (msisdn);

CREATE TABLE anomaly (
    path          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    count         INTEGER,
    first_seen_at TEXT,
    last_seen_at  TEXT,
    example       TEXT,
    PRIMARY KEY (path, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id               INTEGER PRIMARY KEY,
    name             TEXT NOT NULL,
    file_name        TEXT NOT NULL,
    file_hash        TEXT NOT NULL,
    audited_at       TEXT NOT NULL,
    as_of            TEXT NOT NULL,
    as_of_date       TEXT NOT NULL,
    period_from_date TEXT NOT NULL,
    number_column    TEXT NOT NULL,
    lines_per_number TEXT NOT NULL,
    row_count        INTEGER NOT NULL,
    line_count       INTEGER NOT NULL,
    header_count     INTEGER NOT NULL,
    remark_count     INTEGER NOT NULL,
    total_count      INTEGER NOT NULL,
    blank_count      INTEGER NOT NULL,
    amount           TEXT,
    stated_amount    TEXT
) STRICT;

CREATE INDEX audit_by_name ON audit (name);

CREATE TABLE audit_difference (
    audit_id     INTEGER NOT NULL REFERENCES audit (id),
    entry        INTEGER NOT NULL,
    field        TEXT NOT NULL,
    file_value   TEXT NOT NULL,
    mirror_value TEXT,
    PRIMARY KEY (audit_id, entry, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_entry (
    audit_id      INTEGER NOT NULL REFERENCES audit (id),
    entry         INTEGER NOT NULL,
    line          INTEGER,
    msisdn        TEXT,
    result        TEXT NOT NULL,
    reason        TEXT,
    amount        TEXT,
    cost_centre   TEXT,
    account_id    TEXT,
    repeats_line  INTEGER,
    sheet         TEXT,
    repeats_sheet TEXT,
    PRIMARY KEY (audit_id, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_entry_by_msisdn ON audit_entry (msisdn);

CREATE TABLE audit_total (
    audit_id     INTEGER NOT NULL REFERENCES audit (id),
    result       TEXT NOT NULL,
    line_count   INTEGER NOT NULL,
    number_count INTEGER NOT NULL,
    amount       TEXT,
    PRIMARY KEY (audit_id, result)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    observed_at TEXT NOT NULL,
    msisdn      TEXT NOT NULL REFERENCES subscription (msisdn),
    relation    TEXT NOT NULL,
    item        TEXT,
    field       TEXT,
    old_value   TEXT,
    new_value   TEXT,
    kind        TEXT NOT NULL
) STRICT;

CREATE INDEX change_by_observed_at ON change (observed_at);
CREATE INDEX change_by_msisdn ON change (msisdn);

CREATE TABLE completeness (
    source   TEXT NOT NULL,
    measure  TEXT NOT NULL,
    detail   TEXT,
    count    INTEGER,
    of_count INTEGER,
    from_at  TEXT,
    to_at    TEXT
) STRICT;

CREATE TABLE coverage (
    from_at TEXT,
    to_at   TEXT,
    run_id  INTEGER,
    pages   INTEGER,
    passes  INTEGER,
    rows    INTEGER
) STRICT;

CREATE TABLE data_dictionary (
    relation       TEXT NOT NULL,
    "column"       TEXT,
    description    TEXT NOT NULL,
    type           TEXT,
    privacy        TEXT,
    source         TEXT,
    description_no TEXT NOT NULL
) STRICT;

CREATE TABLE millom_account (
    subscriber              TEXT PRIMARY KEY NOT NULL REFERENCES millom_subscriber (subscriber),
    account_type            TEXT,
    account_id              TEXT,
    account_status          TEXT,
    rate_plan_id            TEXT,
    birth_date              TEXT,
    expires_at              TEXT,
    data_balance            TEXT,
    data_balance_expires_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE millom_account_history (
    subscriber              TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    account_type            TEXT,
    account_id              TEXT,
    account_status          TEXT,
    rate_plan_id            TEXT,
    birth_date              TEXT,
    expires_at              TEXT,
    data_balance            TEXT,
    data_balance_expires_at TEXT,
    observed_from           TEXT NOT NULL,
    observed_to             TEXT,
    PRIMARY KEY (subscriber, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE millom_money_balance (
    subscriber   TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    record       TEXT NOT NULL,
    balance_type TEXT,
    occurrence   INTEGER NOT NULL,
    amount       TEXT,
    currency     TEXT,
    expires_at   TEXT
) STRICT;

CREATE INDEX millom_money_balance_by_subscriber ON millom_money_balance (subscriber);
CREATE INDEX millom_money_balance_by_expires_at ON millom_money_balance (expires_at);

CREATE TABLE millom_money_balance_history (
    subscriber    TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    record        TEXT NOT NULL,
    balance_type  TEXT,
    occurrence    INTEGER NOT NULL,
    amount        TEXT,
    currency      TEXT,
    expires_at    TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT
) STRICT;

CREATE INDEX millom_money_balance_history_by_subscriber ON millom_money_balance_history (subscriber);
CREATE INDEX millom_money_balance_history_by_expires_at ON millom_money_balance_history (expires_at);

CREATE TABLE millom_notification (
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
    total_balance   TEXT,
    delta_balance   TEXT,
    currency        TEXT
) STRICT;

CREATE INDEX millom_notification_by_received_at ON millom_notification (received_at);
CREATE INDEX millom_notification_by_subscriber ON millom_notification (subscriber);

CREATE TABLE millom_offer (
    subscriber    TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id       TEXT NOT NULL,
    occurrence    INTEGER NOT NULL,
    type          TEXT,
    cost          TEXT,
    currency      TEXT,
    fund_source   TEXT,
    offer_context TEXT,
    PRIMARY KEY (subscriber, plan_id, occurrence)
) STRICT, WITHOUT ROWID;

CREATE INDEX millom_offer_by_plan_id ON millom_offer (plan_id);

CREATE TABLE millom_offer_history (
    subscriber    TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id       TEXT NOT NULL,
    occurrence    INTEGER NOT NULL,
    type          TEXT,
    cost          TEXT,
    currency      TEXT,
    fund_source   TEXT,
    offer_context TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT,
    PRIMARY KEY (subscriber, plan_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX millom_offer_history_by_plan_id ON millom_offer_history (plan_id);

CREATE TABLE millom_offer_quota (
    subscriber       TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id          TEXT NOT NULL,
    offer_occurrence INTEGER NOT NULL,
    unit             TEXT,
    occurrence       INTEGER NOT NULL,
    quota            INTEGER,
    is_unlimited     INTEGER
) STRICT;

CREATE INDEX millom_offer_quota_by_subscriber ON millom_offer_quota (subscriber);
CREATE INDEX millom_offer_quota_by_plan_id ON millom_offer_quota (plan_id);

CREATE TABLE millom_offer_quota_history (
    subscriber       TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id          TEXT NOT NULL,
    offer_occurrence INTEGER NOT NULL,
    unit             TEXT,
    occurrence       INTEGER NOT NULL,
    quota            INTEGER,
    is_unlimited     INTEGER,
    observed_from    TEXT NOT NULL,
    observed_to      TEXT
) STRICT;

CREATE INDEX millom_offer_quota_history_by_subscriber ON millom_offer_quota_history (subscriber);
CREATE INDEX millom_offer_quota_history_by_plan_id ON millom_offer_quota_history (plan_id);

CREATE TABLE millom_plan (
    subscriber   TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id      TEXT NOT NULL,
    occurrence   INTEGER NOT NULL,
    expires_at   TEXT,
    applications TEXT,
    PRIMARY KEY (subscriber, plan_id, occurrence)
) STRICT, WITHOUT ROWID;

CREATE INDEX millom_plan_by_plan_id ON millom_plan (plan_id);
CREATE INDEX millom_plan_by_expires_at ON millom_plan (expires_at);

CREATE TABLE millom_plan_gauge (
    subscriber      TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id         TEXT NOT NULL,
    plan_occurrence INTEGER NOT NULL,
    unit            TEXT,
    occurrence      INTEGER NOT NULL,
    quota           INTEGER,
    remaining       INTEGER,
    is_unlimited    INTEGER
) STRICT;

CREATE INDEX millom_plan_gauge_by_subscriber ON millom_plan_gauge (subscriber);
CREATE INDEX millom_plan_gauge_by_plan_id ON millom_plan_gauge (plan_id);

CREATE TABLE millom_plan_gauge_history (
    subscriber      TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id         TEXT NOT NULL,
    plan_occurrence INTEGER NOT NULL,
    unit            TEXT,
    occurrence      INTEGER NOT NULL,
    quota           INTEGER,
    remaining       INTEGER,
    is_unlimited    INTEGER,
    observed_from   TEXT NOT NULL,
    observed_to     TEXT
) STRICT;

CREATE INDEX millom_plan_gauge_history_by_subscriber ON millom_plan_gauge_history (subscriber);
CREATE INDEX millom_plan_gauge_history_by_plan_id ON millom_plan_gauge_history (plan_id);

CREATE TABLE millom_plan_history (
    subscriber    TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    plan_id       TEXT NOT NULL,
    occurrence    INTEGER NOT NULL,
    expires_at    TEXT,
    applications  TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT,
    PRIMARY KEY (subscriber, plan_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX millom_plan_history_by_plan_id ON millom_plan_history (plan_id);
CREATE INDEX millom_plan_history_by_expires_at ON millom_plan_history (expires_at);

CREATE TABLE millom_purchase (
    transid           TEXT PRIMARY KEY NOT NULL,
    subscriber        TEXT,
    operator          TEXT NOT NULL,
    plan_id           TEXT NOT NULL,
    state             TEXT,
    fund_source       TEXT,
    cost              TEXT,
    currency          TEXT,
    asked_by          TEXT,
    opened_at         TEXT,
    closed_at         TEXT,
    confirmation_code TEXT,
    error_cause       TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX millom_purchase_by_subscriber ON millom_purchase (subscriber);
CREATE INDEX millom_purchase_by_opened_at ON millom_purchase (opened_at);

CREATE TABLE millom_purchase_event (
    transid           TEXT NOT NULL,
    number            INTEGER NOT NULL,
    at                TEXT,
    kind              TEXT NOT NULL,
    state             TEXT NOT NULL,
    message           TEXT,
    error_cause       TEXT,
    confirmation_code TEXT,
    recorded_by       TEXT,
    PRIMARY KEY (transid, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE millom_state (
    subscriber       TEXT PRIMARY KEY NOT NULL REFERENCES millom_subscriber (subscriber),
    subscriber_state TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE millom_state_history (
    subscriber       TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    subscriber_state TEXT,
    observed_from    TEXT NOT NULL,
    observed_to      TEXT,
    PRIMARY KEY (subscriber, observed_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE millom_subscriber (
    subscriber    TEXT PRIMARY KEY NOT NULL,
    key_type      TEXT NOT NULL,
    operator      TEXT NOT NULL,
    msisdn        TEXT,
    is_known      INTEGER,
    error_cause   TEXT,
    tenure_days   INTEGER,
    first_seen_at TEXT,
    verified_at   TEXT,
    next_due_at   TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX millom_subscriber_by_msisdn ON millom_subscriber (msisdn);

CREATE TABLE millom_text (
    subscriber       TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    owner            TEXT NOT NULL,
    plan_id          TEXT NOT NULL,
    owner_occurrence INTEGER NOT NULL,
    field            TEXT NOT NULL,
    language         TEXT,
    occurrence       INTEGER NOT NULL,
    text             TEXT
) STRICT;

CREATE INDEX millom_text_by_subscriber ON millom_text (subscriber);

CREATE TABLE millom_text_history (
    subscriber       TEXT NOT NULL REFERENCES millom_subscriber (subscriber),
    owner            TEXT NOT NULL,
    plan_id          TEXT NOT NULL,
    owner_occurrence INTEGER NOT NULL,
    field            TEXT NOT NULL,
    language         TEXT,
    occurrence       INTEGER NOT NULL,
    text             TEXT,
    observed_from    TEXT NOT NULL,
    observed_to      TEXT
) STRICT;

CREATE INDEX millom_text_history_by_subscriber ON millom_text_history (subscriber);

CREATE TABLE month_bridge (
    month              TEXT NOT NULL,
    grouping           TEXT NOT NULL,
    group_is           TEXT NOT NULL,
    group_id           TEXT,
    group_name         TEXT,
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
    closing_count      INTEGER NOT NULL
) STRICT;

CREATE TABLE month_closing (
    id                    INTEGER PRIMARY KEY,
    month                 TEXT NOT NULL,
    closed_at             TEXT NOT NULL,
    from_at               TEXT NOT NULL,
    to_at                 TEXT NOT NULL,
    time_zone             TEXT NOT NULL,
    cost_centre_reference TEXT NOT NULL,
    cost_centre_pattern   TEXT,
    cost_centre_fold      INTEGER NOT NULL,
    subscription_count    INTEGER NOT NULL,
    gap_count             INTEGER NOT NULL,
    completeness          TEXT NOT NULL,
    previous_id           INTEGER REFERENCES month_closing (id),
    checksum              TEXT NOT NULL,
    reopened_at           TEXT,
    reopened_because      TEXT
) STRICT;

CREATE TABLE month_event (
    month      TEXT NOT NULL,
    grouping   TEXT NOT NULL,
    figure     TEXT NOT NULL,
    msisdn     TEXT,
    from_group TEXT,
    to_group   TEXT
) STRICT;

CREATE INDEX month_event_by_msisdn ON month_event (msisdn);

CREATE TABLE month_subscription (
    month                TEXT NOT NULL,
    msisdn               TEXT,
    state                TEXT NOT NULL,
    subscription_type_id INTEGER REFERENCES subscription_type (id),
    cost_centre          TEXT,
    account_id           TEXT REFERENCES account (id),
    owner_org_number     TEXT REFERENCES organization (org_number),
    valid_from_date      TEXT,
    valid_to_date        TEXT
) STRICT;

CREATE INDEX month_subscription_by_month ON month_subscription (month);
CREATE INDEX month_subscription_by_msisdn ON month_subscription (msisdn);

CREATE TABLE orderable_add_on (
    msisdn      TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id  INTEGER NOT NULL,
    name        TEXT,
    cancellable INTEGER,
    valid_to    TEXT,
    PRIMARY KEY (msisdn, product_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX orderable_add_on_by_product_id ON orderable_add_on (product_id);

CREATE TABLE organization (
    org_number    TEXT PRIMARY KEY NOT NULL,
    name          TEXT,
    street_name   TEXT,
    street_number TEXT,
    entrance_code TEXT,
    postal_code   TEXT,
    postal_place  TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE party (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    role              TEXT NOT NULL,
    kind              TEXT,
    first_name        TEXT,
    middle_name       TEXT,
    last_name         TEXT,
    birth_date        TEXT,
    org_number        TEXT REFERENCES organization (org_number),
    organization_name TEXT,
    PRIMARY KEY (msisdn, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX party_by_org_number ON party (org_number);

CREATE TABLE party_history (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    role              TEXT NOT NULL,
    kind              TEXT,
    first_name        TEXT,
    middle_name       TEXT,
    last_name         TEXT,
    birth_date        TEXT,
    org_number        TEXT REFERENCES organization (org_number),
    organization_name TEXT,
    observed_from     TEXT NOT NULL,
    observed_to       TEXT,
    PRIMARY KEY (msisdn, role, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX party_history_by_org_number ON party_history (org_number);

CREATE TABLE product_text (
    owner      TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    language   TEXT NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (owner, product_id, language, type, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    msisdn          TEXT PRIMARY KEY NOT NULL,
    stage           TEXT,
    error           TEXT,
    attempts        INTEGER,
    first_failed_at TEXT,
    next_attempt_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    msisdn         TEXT NOT NULL REFERENCES subscription (msisdn),
    setting_id     INTEGER NOT NULL,
    occurrence     INTEGER NOT NULL,
    name           TEXT,
    active         INTEGER,
    can_activate   INTEGER,
    can_deactivate INTEGER,
    PRIMARY KEY (msisdn, setting_id, occurrence)
) STRICT, WITHOUT ROWID;

CREATE INDEX setting_by_setting_id ON setting (setting_id);

CREATE TABLE setting_history (
    msisdn         TEXT NOT NULL REFERENCES subscription (msisdn),
    setting_id     INTEGER NOT NULL,
    occurrence     INTEGER NOT NULL,
    name           TEXT,
    active         INTEGER,
    can_activate   INTEGER,
    can_deactivate INTEGER,
    observed_from  TEXT NOT NULL,
    observed_to    TEXT,
    PRIMARY KEY (msisdn, setting_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX setting_history_by_setting_id ON setting_history (setting_id);

CREATE TABLE sim_card (
    msisdn     TEXT NOT NULL REFERENCES subscription (msisdn),
    icc_id     TEXT,
    occurrence INTEGER NOT NULL,
    sim_msisdn TEXT,
    type       TEXT
) STRICT;

CREATE INDEX sim_card_by_msisdn ON sim_card (msisdn);
CREATE INDEX sim_card_by_icc_id ON sim_card (icc_id);
CREATE INDEX sim_card_by_sim_msisdn ON sim_card (sim_msisdn);

CREATE TABLE sim_card_history (
    msisdn        TEXT NOT NULL REFERENCES subscription (msisdn),
    icc_id        TEXT,
    occurrence    INTEGER NOT NULL,
    sim_msisdn    TEXT,
    type          TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT
) STRICT;

CREATE INDEX sim_card_history_by_msisdn ON sim_card_history (msisdn);
CREATE INDEX sim_card_history_by_icc_id ON sim_card_history (icc_id);
CREATE INDEX sim_card_history_by_sim_msisdn ON sim_card_history (sim_msisdn);

CREATE TABLE snapshot_info (
    as_of                         TEXT,
    mirror_id                     TEXT,
    run_id                        INTEGER,
    schema_version                INTEGER,
    privacy                       TEXT,
    gapless_since                 TEXT,
    subscription_count            INTEGER,
    verified_within_1_day_count   INTEGER,
    verified_within_7_days_count  INTEGER,
    verified_within_30_days_count INTEGER,
    unreadable_value_count        INTEGER,
    unreadable_list_row_count     INTEGER,
    quarantined_count             INTEGER,
    program_version               TEXT
) STRICT;

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

CREATE TABLE subscription_binding (
    msisdn     TEXT NOT NULL REFERENCES subscription (msisdn),
    name       TEXT,
    type       TEXT,
    occurrence INTEGER NOT NULL
) STRICT;

CREATE INDEX subscription_binding_by_msisdn ON subscription_binding (msisdn);

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

CREATE TABLE subscription_type (
    id           INTEGER PRIMARY KEY,
    name         TEXT,
    payment_type TEXT,
    access_type  TEXT
) STRICT;

CREATE TABLE subscription_usage_quota (
    msisdn       TEXT NOT NULL REFERENCES subscription (msisdn),
    name         TEXT,
    unit         TEXT,
    traffic_type TEXT,
    quota_type   TEXT,
    occurrence   INTEGER NOT NULL,
    value        NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to     TEXT
);

CREATE INDEX subscription_usage_quota_by_msisdn ON subscription_usage_quota (msisdn);

CREATE TABLE sync_run (
    id          INTEGER PRIMARY KEY,
    source      TEXT,
    kind        TEXT,
    started_at  TEXT,
    finished_at TEXT,
    outcome     TEXT,
    requests    INTEGER,
    throttled   INTEGER,
    fetched     INTEGER,
    changed     INTEGER,
    gone        INTEGER,
    quarantined INTEGER,
    refreshed   INTEGER,
    missed      INTEGER,
    error       TEXT,
    version     TEXT
) STRICT;

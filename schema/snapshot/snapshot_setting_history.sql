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

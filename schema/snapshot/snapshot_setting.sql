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

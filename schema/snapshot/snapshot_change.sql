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

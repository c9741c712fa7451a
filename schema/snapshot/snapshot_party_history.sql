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

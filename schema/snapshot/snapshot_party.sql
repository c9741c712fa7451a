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

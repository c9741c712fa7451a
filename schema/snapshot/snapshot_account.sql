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

CREATE TABLE organization (
    org_number    TEXT PRIMARY KEY NOT NULL,
    name          TEXT,
    street_name   TEXT,
    street_number TEXT,
    entrance_code TEXT,
    postal_code   TEXT,
    postal_place  TEXT
) STRICT, WITHOUT ROWID;

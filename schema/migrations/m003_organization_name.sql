-- The name of an organization that has no number stands with its party, and a placeholder is no number: see
-- OrganizationNumber. Keys that stand twice are counted.

-- They read the tables below, and are made anew after the migrations.
DROP VIEW IF EXISTS subscription_flat;
DROP VIEW IF EXISTS change;
DROP VIEW IF EXISTS party;
DROP VIEW IF EXISTS snapshot_info;

-- Whose organization was merged with others, or has its name nowhere, is fetched again.
INSERT INTO _queue (msisdn, reason, queued_at)
SELECT DISTINCT msisdn, 5, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
FROM party_history
WHERE observed_to IS NULL
    AND (org_number NOT GLOB '*[1-9]*' OR (org_number IS NULL AND kind = 'organization'))
ON CONFLICT (msisdn) DO NOTHING;

CREATE TABLE _party_history_next (
    msisdn            TEXT NOT NULL REFERENCES _subscription (msisdn),
    role              TEXT NOT NULL CHECK (role IN ('user', 'payer', 'owner')),
    kind              TEXT NOT NULL CHECK (kind IN ('person', 'organization')),
    first_name        TEXT,
    middle_name       TEXT,
    last_name         TEXT,
    birth_date        TEXT CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    org_number        TEXT REFERENCES organization (org_number),
    organization_name TEXT,  -- where org_number is NULL; else organization has it
    observed_from     TEXT NOT NULL,
    observed_to       TEXT CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, role, observed_from)
) STRICT, WITHOUT ROWID;

INSERT INTO _party_history_next (
    msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, observed_from, observed_to)
SELECT
    msisdn, role, kind, first_name, middle_name, last_name, birth_date,
    iif(org_number GLOB '*[1-9]*', org_number, NULL), observed_from, observed_to
FROM party_history;

DROP TABLE party_history;
ALTER TABLE _party_history_next RENAME TO party_history;

UPDATE account SET owner_org_number = NULL WHERE owner_org_number NOT GLOB '*[1-9]*';
DELETE FROM organization WHERE org_number NOT GLOB '*[1-9]*';

CREATE TABLE _anomaly_next (
    path          TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (
        kind IN ('unknown_key', 'unreadable_value', 'missing_required', 'duplicate_key')),
    count         INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    example       TEXT,
    PRIMARY KEY (path, kind)
) STRICT, WITHOUT ROWID;

INSERT INTO _anomaly_next SELECT path, kind, count, first_seen_at, last_seen_at, example FROM anomaly;
DROP TABLE anomaly;
ALTER TABLE _anomaly_next RENAME TO anomaly;

-- Audits: foreign lists as judged. The findings are kept as they were; nothing is judged again.
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

-- A line's number need not be in the mirror. A readable line without a number: its person was forgotten.
-- Rows not taken for lines are entries too; a total stated in one is a difference of the field amount.
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

CREATE TABLE coverage (
    from_at TEXT,
    to_at   TEXT,
    run_id  INTEGER REFERENCES sync_run (id),
    pages   INTEGER,
    passes  INTEGER,
    rows    INTEGER
) STRICT;

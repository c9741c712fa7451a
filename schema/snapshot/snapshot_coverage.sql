CREATE TABLE coverage (
    from_at TEXT,
    to_at   TEXT,
    run_id  INTEGER,
    pages   INTEGER,
    passes  INTEGER,
    rows    INTEGER
) STRICT;

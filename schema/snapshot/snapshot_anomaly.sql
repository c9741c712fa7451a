CREATE TABLE anomaly (
    path          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    count         INTEGER,
    first_seen_at TEXT,
    last_seen_at  TEXT,
    example       TEXT,
    PRIMARY KEY (path, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    msisdn          TEXT PRIMARY KEY NOT NULL,
    stage           TEXT,
    error           TEXT,
    attempts        INTEGER,
    first_failed_at TEXT,
    next_attempt_at TEXT
) STRICT, WITHOUT ROWID;

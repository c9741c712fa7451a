CREATE TABLE sync_run (
    id          INTEGER PRIMARY KEY,
    kind        TEXT,
    started_at  TEXT,
    finished_at TEXT,
    outcome     TEXT,
    requests    INTEGER,
    throttled   INTEGER,
    fetched     INTEGER,
    changed     INTEGER,
    gone        INTEGER,
    quarantined INTEGER,
    error       TEXT,
    refreshed   INTEGER,
    missed      INTEGER
) STRICT;

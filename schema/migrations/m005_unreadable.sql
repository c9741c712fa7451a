-- Which values of a number's detail could not be read, by their place in the document: so that an answer can tell what
-- it could not read, at any moment. anomaly counts what was ever met; this is what stands unread.
CREATE TABLE _unreadable_history (
    msisdn        TEXT NOT NULL REFERENCES _subscription (msisdn),
    path          TEXT NOT NULL,
    count         INTEGER NOT NULL CHECK (count >= 1),
    observed_from TEXT NOT NULL,
    observed_to   TEXT CHECK (observed_to > observed_from),
    PRIMARY KEY (msisdn, path, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX _unreadable_history_by_path ON _unreadable_history (path, observed_to);

-- Ties the mirror to the write-ahead log beside it: one row. Each commit counts itself in it; the first one after the
-- whole log was copied into the file opens an era, and says in base what the row and the schema's cookie were until then.
CREATE TABLE _log (
    row     INTEGER PRIMARY KEY CHECK (row = 1),
    era     TEXT NOT NULL,      -- random; '' until the first commit
    commits INTEGER NOT NULL,
    layout  INTEGER NOT NULL,   -- the schema's cookie at the last commit; VACUUM moves the cookie on
    base    TEXT NOT NULL
) STRICT;

INSERT INTO _log (row, era, commits, layout, base) VALUES (1, '', 0, 0, '');

-- Which mirror this is, and whose: one row. The id is random, so that two mirrors never share one; a copy keeps it.
-- The origin is NULL until the first run; a user_hash of NULL in a bound mirror means that there is no system user.
CREATE TABLE _mirror (
    row         INTEGER PRIMARY KEY CHECK (row = 1),
    id          TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    base_url    TEXT,
    client_hash TEXT CHECK ((client_hash IS NULL) = (base_url IS NULL)),   -- SHA-256 of oauth.client_id
    user_hash   TEXT,                                                      -- SHA-256 of oauth.username
    bound_at    TEXT CHECK ((bound_at IS NULL) = (base_url IS NULL))
) STRICT;

INSERT INTO _mirror (row, id) VALUES (1, lower(hex(randomblob(16))));

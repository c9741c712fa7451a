CREATE TABLE data_dictionary (
    relation    TEXT NOT NULL,
    "column"    TEXT,
    description TEXT NOT NULL,
    type        TEXT,
    privacy     TEXT,
    source      TEXT
) STRICT;

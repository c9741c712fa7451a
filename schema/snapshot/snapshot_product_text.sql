CREATE TABLE product_text (
    owner      TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    language   TEXT NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (owner, product_id, language, type, value)
) STRICT, WITHOUT ROWID;

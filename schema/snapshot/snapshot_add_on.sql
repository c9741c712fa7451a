CREATE TABLE add_on (
    msisdn      TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id  INTEGER NOT NULL,
    occurrence  INTEGER NOT NULL,
    name        TEXT,
    cancellable INTEGER,
    valid_to    TEXT,
    PRIMARY KEY (msisdn, product_id, occurrence)
) STRICT, WITHOUT ROWID;

CREATE INDEX add_on_by_product_id ON add_on (product_id);

CREATE TABLE orderable_add_on (
    msisdn      TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id  INTEGER NOT NULL,
    name        TEXT,
    cancellable INTEGER,
    valid_to    TEXT,
    PRIMARY KEY (msisdn, product_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX orderable_add_on_by_product_id ON orderable_add_on (product_id);

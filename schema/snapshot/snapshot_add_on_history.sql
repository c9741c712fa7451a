CREATE TABLE add_on_history (
    msisdn        TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id    INTEGER NOT NULL,
    occurrence    INTEGER NOT NULL,
    name          TEXT,
    cancellable   INTEGER,
    valid_to      TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT,
    PRIMARY KEY (msisdn, product_id, occurrence, observed_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX add_on_history_by_product_id ON add_on_history (product_id);

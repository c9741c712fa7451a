CREATE TABLE add_on_order_type (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id        INTEGER NOT NULL,
    add_on_occurrence INTEGER NOT NULL,
    order_type        TEXT NOT NULL,
    PRIMARY KEY (msisdn, product_id, add_on_occurrence, order_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE add_on_binding (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id        INTEGER,
    add_on_occurrence INTEGER NOT NULL,
    name              TEXT,
    type              TEXT,
    occurrence        INTEGER NOT NULL
) STRICT;

CREATE INDEX add_on_binding_by_msisdn ON add_on_binding (msisdn);

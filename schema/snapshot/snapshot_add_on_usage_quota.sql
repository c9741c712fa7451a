-- Not STRICT, which knows no type for whole numbers and such with decimals that every tool reads: DuckDB fails on ANY.
CREATE TABLE add_on_usage_quota (
    msisdn            TEXT NOT NULL REFERENCES subscription (msisdn),
    product_id        INTEGER,
    add_on_occurrence INTEGER NOT NULL,
    name              TEXT,
    unit              TEXT,
    traffic_type      TEXT,
    quota_type        TEXT,
    occurrence        INTEGER NOT NULL,
    value             NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to          TEXT
);

CREATE INDEX add_on_usage_quota_by_msisdn ON add_on_usage_quota (msisdn);

-- Not STRICT, which knows no type for whole numbers and such with decimals that every tool reads: DuckDB fails on ANY.
CREATE TABLE subscription_usage_quota (
    msisdn       TEXT NOT NULL REFERENCES subscription (msisdn),
    name         TEXT,
    unit         TEXT,
    traffic_type TEXT,
    quota_type   TEXT,
    occurrence   INTEGER NOT NULL,
    value        NUMERIC CHECK (typeof(value) IN ('integer', 'real', 'null')),
    valid_to     TEXT
);

CREATE INDEX subscription_usage_quota_by_msisdn ON subscription_usage_quota (msisdn);

CREATE TABLE subscription_binding (
    msisdn     TEXT NOT NULL REFERENCES subscription (msisdn),
    name       TEXT,
    type       TEXT,
    occurrence INTEGER NOT NULL
) STRICT;

CREATE INDEX subscription_binding_by_msisdn ON subscription_binding (msisdn);

CREATE TABLE subscription_type (
    id           INTEGER PRIMARY KEY,
    name         TEXT,
    payment_type TEXT,
    access_type  TEXT
) STRICT;

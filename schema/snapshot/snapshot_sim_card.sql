CREATE TABLE sim_card (
    msisdn     TEXT NOT NULL REFERENCES subscription (msisdn),
    icc_id     TEXT,
    occurrence INTEGER NOT NULL,
    sim_msisdn TEXT,
    type       TEXT
) STRICT;

CREATE INDEX sim_card_by_msisdn ON sim_card (msisdn);
CREATE INDEX sim_card_by_icc_id ON sim_card (icc_id);
CREATE INDEX sim_card_by_sim_msisdn ON sim_card (sim_msisdn);

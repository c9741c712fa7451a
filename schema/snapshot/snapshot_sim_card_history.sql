CREATE TABLE sim_card_history (
    msisdn        TEXT NOT NULL REFERENCES subscription (msisdn),
    icc_id        TEXT,
    occurrence    INTEGER NOT NULL,
    sim_msisdn    TEXT,
    type          TEXT,
    observed_from TEXT NOT NULL,
    observed_to   TEXT
) STRICT;

CREATE INDEX sim_card_history_by_msisdn ON sim_card_history (msisdn);
CREATE INDEX sim_card_history_by_icc_id ON sim_card_history (icc_id);
CREATE INDEX sim_card_history_by_sim_msisdn ON sim_card_history (sim_msisdn);

-- The moment of the past that a reader asked about. What was observed at it or later is not known yet.
-- The files of this folder make temporary relations on the reader's connection, which stand before those of the
-- mirror with the same names; the views of schema/views are made again upon them.
CREATE TEMP TABLE _as_of (instant TEXT NOT NULL, second INTEGER NOT NULL);

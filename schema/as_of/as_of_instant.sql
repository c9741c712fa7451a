-- The moment in the past that a reader asked for; observations at it or later are excluded.
-- The files of this folder create temporary relations on the reader's connection, which shadow the mirror's
-- relations of the same names; the views of schema/views are created again on top of them.
CREATE TEMP TABLE _as_of (instant TEXT NOT NULL, second INTEGER NOT NULL);

-- One row: how many numbers the mirror has, and how many of them are living and gone.
-- The living are all but the tombstones: SQLite 3.40 reads each row in a partial index to check that it
-- belongs there. For a million living numbers that takes seconds in each idle run; tombstones are few.
CREATE VIEW _number_count AS
SELECT known, known - gone AS living, gone
FROM (SELECT (SELECT count(*) FROM _subscription) AS known, (SELECT count(*) FROM _gone) AS gone);

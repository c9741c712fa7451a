-- One row: how many numbers the mirror knows, and how many of them live and are gone.
-- The living are all but the tombstones: SQLite 3.40 reads each row that a partial index names, to see for itself that
-- it belongs there. For a million living numbers that takes seconds, in each idle run; tombstones are few.
CREATE VIEW _number_count AS
SELECT known, known - gone AS living, gone
FROM (SELECT (SELECT count(*) FROM _subscription) AS known, (SELECT count(*) FROM _gone) AS gone);

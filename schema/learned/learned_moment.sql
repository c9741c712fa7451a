-- The end of a month as it is known later: what was observed at the moment or after it, but before this one, counts where it
-- tells of the month itself. The files of this folder follow those of as_of, for the closing of months alone.
CREATE TEMP TABLE _known (instant TEXT NOT NULL, last_day TEXT NOT NULL);

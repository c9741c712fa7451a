-- A month's end as known later: observations from the moment on, but before this one, count if they concern
-- the month itself. The files of this folder follow those of as_of, only for the closing of months.
CREATE TEMP TABLE _known (instant TEXT NOT NULL, last_day TEXT NOT NULL);

-- The version of the program that made the run. NULL: a run from before this was kept.
ALTER TABLE sync_run ADD COLUMN version TEXT;

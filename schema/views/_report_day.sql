-- The day of the mirror's data in the company's time zone: that of the last run; for
-- the past, the requested day.
CREATE VIEW _report_day AS
SELECT coalesce(
    (SELECT value FROM _state WHERE key = 'mirror.report_day'),
    (SELECT date(max(finished_at)) FROM sync_run)
) AS day;

-- The day that the mirror is of where the company is: that of the last run; as of the past, the day that was asked for.
CREATE VIEW _report_day AS
SELECT coalesce(
    (SELECT value FROM _state WHERE key = 'mirror.report_day'),
    (SELECT date(max(finished_at)) FROM sync_run)
) AS day;

-- The day of the moment.
CREATE TEMP VIEW _report_day AS SELECT report_day() AS day;

-- The day that was asked about.
CREATE TEMP VIEW _report_day AS SELECT report_day() AS day;

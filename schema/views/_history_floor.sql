-- The moment from which on the past can be told: before it, retention has removed versions or numbers. One row; '' and a
-- second before every other where nothing was removed.
CREATE VIEW _history_floor AS
SELECT coalesce(max(value), '') AS text, coalesce(unixepoch(max(value)), -9000000000000) AS second
FROM _state
WHERE key IN ('mirror.history_from', 'mirror.gone_from');

-- The facts between runs are kept under their owner's name, so that a second source can have its own; an absent fact has
-- no row. See MirrorCore's Fact.
DELETE FROM _state WHERE value = '';

WITH renamed (before, after) AS (
    VALUES
        ('snapshot.pace', 'telenor.pace'),
        ('report.day', 'mirror.report_day'),
        ('clock.server_offset_seconds', 'telenor.server_offset_seconds'),
        ('clock.doubted_offset_seconds', 'telenor.doubted_offset_seconds'),
        ('clock.doubted_since', 'telenor.doubted_since'),
        ('catalogue.read_at', 'telenor.catalogue_read_at'),
        ('reconcile.asked_for', 'telenor.list_asked_for'),
        ('refresh.credited_at', 'telenor.refresh_credited_at'),
        ('poll.server_offset_seconds', 'telenor.poll_offset_seconds'),
        ('poll.lookback_seconds', 'telenor.lookback_seconds'),
        ('poll.lookback_set_at', 'telenor.lookback_set_at'),
        ('poll.unreadable_rows', 'telenor.unreadable_poll_rows'),
        ('reconcile.unreadable_rows', 'telenor.unreadable_list_rows'),
        ('forget.wipe', 'mirror.wipe')
)
UPDATE _state SET key = renamed.after FROM renamed WHERE key = renamed.before;

import MirrorReading

/// The text and the JSON of ``Status`` for ``ExampleRows``.
enum StatusGoldens {
    static let text = #"""
        mirror DIRECTORY/mirror.sqlite (schema 12)
        fresh to            2026-11-22T08:00:00Z, 4 h behind
        last complete run   3 (reconcile), finished 2026-11-22T08:00:30Z
        subscriptions       4 living, 1 gone
        oldest verification 2026-11-02T08:00:00Z
        queue               4: 1 changed, 2 new, 1 missing from a list, 0 to be retried
        quarantine          1
        parked              1 look gone, too many to mark at once: see sync --accept-gone
        never fetched       3
        miss rate           1 of 2 refreshed in 30 days, lookback widened to 10 min
        coverage            2026-11-01T08:00:00Z to 2026-11-22T08:00:00Z
        pace                48.1 a second (learned; 19000 requests in a row succeeded at it)
        quota               1000 in 18000 s (learned, held for 3 windows), 412 counted
        millom              2 subscribers, 0 of 0 records due

        run  source   kind         started_at            finished_at           outcome   requests  throttled\#
          fetched  changed  gone  quarantined  error
        ───  ───────  ───────────  ────────────────────  ────────────────────  ────────  ────────  ─────────\#
          ───────  ───────  ────  ───────────  ───────────
          4  telenor  incremental  2026-11-22T09:00:00Z                                         0          0\#
                0        0     0            0
          3  telenor  reconcile    2026-11-22T08:00:00Z  2026-11-22T08:00:30Z  complete         9          0\#
                3        1     1            0
          2  telenor  incremental  2026-11-20T08:00:00Z  2026-11-20T08:00:05Z  partial          3          0\#
                1        1     0            1  quota spent
          1  telenor  backfill     2026-11-01T08:00:00Z  2026-11-01T08:10:00Z  complete        20          2\#
                4        4     0            0

        quarantined  stage  attempts  first_failed_at       next_attempt_at       error
        ───────────  ─────  ────────  ────────────────────  ────────────────────  ──────
        4790000007   fetch         2  2026-11-20T08:00:00Z  2026-11-23T08:00:00Z  400018

        anomaly           paths  count
        ────────────────  ─────  ─────
        unknown_key           2      7
        unreadable_value      1      3

        """#

    static let json = #"""
        {
          "path": "DIRECTORY/mirror.sqlite",
          "schema_version": 12,
          "read_at": "2026-11-22T12:00:00Z",
          "watermark": "2026-11-22T08:00:00Z",
          "lag_seconds": 14400,
          "last_complete_run": {"id": 3, "source": "telenor", "kind": "reconcile", "started_at": "2026-11-22T08:00:00Z", "finishe\#
        d_at": "2026-11-22T08:00:30Z", "outcome": "complete", "requests": 9, "throttled": 0, "fetched": 3, "\#
        changed": 1, "gone": 1, "quarantined": 0, "error": null, "refreshed": 2, "missed": 1},
          "coverage": {
            "intervals": [
              {"from_at": "2026-11-01T08:00:00Z", "to_at": "2026-11-22T08:00:00Z"}
            ],
            "gaps": []
          },
          "subscriptions": {"living": 4, "gone": 1, "oldest_verified_at": "2026-11-02T08:00:00Z"},
          "queue": {"total": 4, "changed": 1, "new": 2, "missing": 1, "retry": 0, "unproven": 0},
          "parked": 1,
          "never_fetched": 3,
          "unreadable_list_rows": 0,
          "refresh": {"refreshed": 2, "missed": 1, "miss_rate": 0.5, "lookback_seconds": 600},
          "quarantine": {
            "count": 1,
            "entries": [
              {"msisdn": "4790000007", "stage": "fetch", "error": "400018", "attempts": 2, "first_failed_at"\#
        : "2026-11-20T08:00:00Z", "next_attempt_at": "2026-11-23T08:00:00Z"}
            ]
          },
          "runs": [
            {"id": 4, "source": "telenor", "kind": "incremental", "started_at": "2026-11-22T09:00:00Z", "finished_at": null, "out\#
        come": null, "requests": 0, "throttled": 0, "fetched": 0, "changed": 0, "gone": 0, "quarantined": 0,\#
         "error": null, "refreshed": 0, "missed": 0},
            {"id": 3, "source": "telenor", "kind": "reconcile", "started_at": "2026-11-22T08:00:00Z", "finished_at": "2026-11-22T\#
        08:00:30Z", "outcome": "complete", "requests": 9, "throttled": 0, "fetched": 3, "changed": 1, "gone"\#
        : 1, "quarantined": 0, "error": null, "refreshed": 2, "missed": 1},
            {"id": 2, "source": "telenor", "kind": "incremental", "started_at": "2026-11-20T08:00:00Z", "finished_at": "2026-11-2\#
        0T08:00:05Z", "outcome": "partial", "requests": 3, "throttled": 0, "fetched": 1, "changed": 1, "gone\#
        ": 0, "quarantined": 1, "error": "quota spent", "refreshed": 0, "missed": 0},
            {"id": 1, "source": "telenor", "kind": "backfill", "started_at": "2026-11-01T08:00:00Z", "finished_at": "2026-11-01T0\#
        8:10:00Z", "outcome": "complete", "requests": 20, "throttled": 2, "fetched": 4, "changed": 4, "gone"\#
        : 0, "quarantined": 0, "error": null, "refreshed": 0, "missed": 0}
          ],
          "retention": null,
          "pace": {"spacing_seconds": 0.0208, "spacing_basis": "learned", "accepted_at_spacing": 19000, "quo\#
        ta": 1000, "window_seconds": 18000.0, "quota_basis": "learned", "windows_held": 3, "window_count": 4\#
        12, "opens_at": null},
          "anomalies": [
            {"kind": "unknown_key", "path_count": 2, "count": 7},
            {"kind": "unreadable_value", "path_count": 1, "count": 3}
          ],
          "millom": {"subscribers": 2, "unknown": 0, "records": 0, "due": 0, "never_read": 0, "failing": 0, \#
        "next_due_at": null, "oldest_read_at": null},
          "completeness": [
            {"source": "telenor", "measure": "gapless", "detail": null, "count": null, "of_count": null, \#
        "from_at": "2026-11-01T08:00:00Z", "to_at": "2026-11-22T08:00:00Z"},
            {"source": "telenor", "measure": "verified", "detail": "within 1 day", "count": 3, "of_count": 4, \#
        "from_at": "2026-11-21T08:00:30Z", "to_at": "2026-11-22T08:00:30Z"},
            {"source": "telenor", "measure": "verified", "detail": "within 7 days", "count": 3, "of_count": 4, \#
        "from_at": "2026-11-15T08:00:30Z", "to_at": "2026-11-22T08:00:30Z"},
            {"source": "telenor", "measure": "verified", "detail": "within 30 days", "count": 4, "of_count": 4, \#
        "from_at": "2026-10-23T08:00:30Z", "to_at": "2026-11-22T08:00:30Z"},
            {"source": "telenor", "measure": "missed", "detail": "changes that the search had not shown", "count": 1, "of_count": 2, \#
        "from_at": "2026-11-01T08:00:00Z", "to_at": "2026-11-22T08:00:30Z"},
            {"source": "telenor", "measure": "unconfirmed", "detail": "changed, waits to be fetched", "count": 1, "of_count": 4, \#
        "from_at": "2026-11-22T08:00:00Z", "to_at": null},
            {"source": "telenor", "measure": "unconfirmed", "detail": "new, waits to be fetched", "count": 2, "of_count": 4, \#
        "from_at": "2026-11-22T08:00:00Z", "to_at": null},
            {"source": "telenor", "measure": "unconfirmed", "detail": "missing from a list, waits to be verified", "count": 1, "of_count": 4, \#
        "from_at": "2026-11-22T08:00:00Z", "to_at": null},
            {"source": "telenor", "measure": "unconfirmed", "detail": "looks gone with too many others", "count": 1, "of_count": 4, \#
        "from_at": "2026-11-22T08:00:00Z", "to_at": null},
            {"source": "telenor", "measure": "quarantined", "detail": "fetch: 400018", "count": 1, "of_count": 4, \#
        "from_at": "2026-11-20T08:00:00Z", "to_at": null},
            {"source": "telenor", "measure": "unreadable", "detail": "setting.active", "count": 1, "of_count": 4, \#
        "from_at": null, "to_at": null}
          ]
        }

        """#
}

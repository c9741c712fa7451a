import MirrorCore
import MirrorReading

extension Status {
    /// JSON for programs: one document with null for unknown values.
    ///
    /// Keys are added, never changed.
    package var json: String { json(showing: quarantine) }

    /// The JSON without quarantined numbers, for readers who may not see any numbers.
    package var jsonWithoutNumbers: String { json(showing: []) }

    private func json(showing entries: [QuarantineEntry]) -> String {
        JSONValue.object([
            ("path", .string(path)),
            ("schema_version", JSONValue(schemaVersion)),
            ("read_at", .string(Instant.text(readAt))),
            ("watermark", JSONValue(watermark.map(Instant.text))),
            ("lag_seconds", JSONValue(lagSeconds)),
            ("last_complete_run", lastCompleteRun.map(\.json) ?? .null),
            (
                "coverage",
                .object([
                    ("intervals", .array(coverage.map(\.json))), ("gaps", .array(gaps.map(\.json))),
                ])
            ),
            (
                "subscriptions",
                .object([
                    ("living", JSONValue(subscriptions.living)), ("gone", JSONValue(subscriptions.gone)),
                    ("oldest_verified_at", JSONValue(subscriptions.oldestVerifiedAt)),
                ])
            ),
            (
                "queue",
                .object([
                    ("total", JSONValue(queue.total)), ("changed", JSONValue(queue.changed)),
                    ("new", JSONValue(queue.new)), ("missing", JSONValue(queue.missing)),
                    ("retry", JSONValue(queue.retry)), ("unproven", JSONValue(queue.unproven)),
                ])
            ),
            ("parked", JSONValue(parkedCount)),
            ("never_fetched", JSONValue(neverFetchedCount)),
            ("unreadable_list_rows", JSONValue(unreadableRowCount)),
            (
                "refresh",
                .object([
                    ("refreshed", JSONValue(refresh.refreshed)), ("missed", JSONValue(refresh.missed)),
                    ("miss_rate", refresh.missRate.map(JSONValue.real) ?? .null),
                    ("lookback_seconds", JSONValue(refresh.lookbackSeconds)),
                ])
            ),
            (
                "quarantine",
                .object([
                    ("count", JSONValue(quarantineCount)), ("entries", .array(entries.map(\.json))),
                ])
            ),
            ("runs", .array(runs.map(\.json))),
            ("retention", retention.map(\.json) ?? .null),
            ("pace", pace.map { $0.json(at: readAt) } ?? .null),
            ("anomalies", .array(anomalies.map(\.json))),
            ("millom", millom.map(Self.json) ?? .null),
            ("completeness", completeness.json),
        ]).document() + "\n"
    }
}

extension Status {
    private static func json(_ millom: MillomFacts) -> JSONValue {
        .object([
            ("subscribers", JSONValue(millom.followed)), ("unknown", JSONValue(millom.unknown)),
            ("records", JSONValue(millom.records)), ("due", JSONValue(millom.due)),
            ("never_read", JSONValue(millom.neverRead)), ("failing", JSONValue(millom.failing)),
            ("next_due_at", JSONValue(millom.nextDueAt.map(Instant.text))),
            ("oldest_read_at", JSONValue(millom.oldestReadAt.map(Instant.text))),
        ])
    }
}

extension Status.Interval {
    fileprivate var json: JSONValue { .object([("from_at", .string(from)), ("to_at", .string(to))]) }
}

extension Status.Run {
    fileprivate var json: JSONValue {
        .object([
            ("id", .integer(id)), ("source", .string(source)), ("kind", .string(kind)),
            ("started_at", .string(startedAt)),
            ("finished_at", JSONValue(finishedAt)), ("outcome", JSONValue(outcome)),
            ("requests", JSONValue(requests)), ("throttled", JSONValue(throttled)),
            ("fetched", JSONValue(fetched)), ("changed", JSONValue(changed)), ("gone", JSONValue(gone)),
            ("quarantined", JSONValue(quarantined)), ("error", JSONValue(error)),
            ("refreshed", JSONValue(refreshed)), ("missed", JSONValue(missed)),
        ])
    }
}

extension Status.QuarantineEntry {
    fileprivate var json: JSONValue {
        .object([
            ("msisdn", .string(msisdn)), ("stage", .string(stage)), ("error", .string(error)),
            ("attempts", JSONValue(attempts)), ("first_failed_at", .string(firstFailedAt)),
            ("next_attempt_at", .string(nextAttemptAt)),
        ])
    }
}

extension Status.AnomalyCount {
    fileprivate var json: JSONValue {
        .object([
            ("kind", .string(kind)), ("path_count", JSONValue(pathCount)), ("count", JSONValue(count)),
        ])
    }
}

extension RetentionFacts {
    fileprivate var json: JSONValue {
        .object([
            ("past_from", JSONValue(pastFrom.map(Instant.text))),
            ("last_at", JSONValue(lastAt.map(Instant.text))),
            ("removed_versions", JSONValue(versions)), ("forgotten_numbers", JSONValue(forgotten)),
            ("is_unfinished", .boolean(cursor != nil)),
        ])
    }
}

package import Foundation
package import MirrorCore
import MirrorReading

/// The metrics of a mirror: its state, the results of its runs, and their requests.
///
/// Every label value is one of our few words, or the name of a relation or column; none is personal data.
package struct MirrorMetrics: Sendable {
    package let status: Status
    /// Totals of the runs by source; only sources that have had a run.
    package let runs: [RunSource: RunTotals]
    /// The runs' requests by source.
    package let traffic: [RunSource: Traffic]
    /// The sizes of the mirror's file and its log.
    package let size: Size
    /// When Millom's records were last complete; nil if they never were.
    package let millomCompleteAt: Date?

    /// All runs of one source.
    package struct RunTotals: Sendable, Equatable {
        /// Runs by outcome.
        package var counts: [String: Int] = [:]
        /// Runs that ended in order, and their total duration.
        package var endedCount = 0
        package var seconds = 0.0
        package var fetched = 0
        package var changed = 0
        package var gone = 0
        package var refreshed = 0
        package var missed = 0
        /// The run that ended last; nil if none has.
        package var last: LastRun?
    }

    /// A source's last run to end.
    package struct LastRun: Sendable, Equatable {
        package let outcome: String
        /// Nil for a run that was killed.
        package let seconds: Double?
        package let endedAt: Date?
    }

    /// In bytes.
    package struct Size: Sendable, Equatable {
        package let mirror: Int
        package let log: Int
    }

    /// The metrics, reported by a program of `version`.
    ///
    /// - Parameter publishedAt: the moment of the latest publication; nil if there is none.
    package func families(version: String, publishedAt: Date?) -> [MetricFamily] {
        [build(version), readAt] + freshness + contents + doubts + requests + runFigures
            + [sizes, publication(publishedAt)]
    }

    private var hasMillom: Bool { status.millom != nil || runs[.millom] != nil }

    private func build(_ version: String) -> MetricFamily {
        // OpenMetrics has a type for such facts, but readers of the older format reject it.
        var family = MetricFamily(
            "submirror_build_info", .gauge,
            "1, labelled with the program's version and the mirror's schema. Several at one time: programs of different versions."
        )
        family.add(1, ["version": version, "schema_version": "\(status.schemaVersion)"])
        return family
    }

    private var readAt: MetricFamily {
        var family = MetricFamily(
            "submirror_read_timestamp_seconds", .gauge, unit: "seconds",
            "When these metrics were read. If it does not advance, nobody reads them: check the timer or service that does."
        )
        family.add(status.readAt.timeIntervalSince1970.rounded(.down))
        return family
    }

    // MARK: Freshness

    private var freshness: [MetricFamily] {
        var complete = MetricFamily(
            "submirror_complete_timestamp_seconds", .gauge, unit: "seconds",
            "Time up to which all changes are in the mirror. If it lags, no run completes: see submirror status."
        )
        complete.add(status.completeTo?.timeIntervalSince1970, Self.telenor)
        var age = MetricFamily(
            "submirror_coverage_age_seconds", .gauge, unit: "seconds",
            "Age of the data proven complete. If readers need fresher data, check the last runs: submirror status."
        )
        age.add(status.completeAgeSeconds, Self.telenor)
        var lag = MetricFamily(
            "submirror_lag_seconds", .gauge, unit: "seconds",
            "Time since the end of search coverage; for Millom, how overdue its most overdue record is. If it grows, runs do not start or do not end."
        )
        lag.add(status.lagSeconds, Self.telenor)
        var gaps = MetricFamily(
            "submirror_coverage_gaps", .gauge,
            "Periods whose changes may be missing. The next complete run closes them: submirror sync --full."
        )
        gaps.add(status.gaps.count, Self.telenor)
        var oldest = MetricFamily(
            "submirror_oldest_verification_timestamp_seconds", .gauge, unit: "seconds",
            "The oldest time at which a record was verified. If it is older than sync.refresh_interval, the runs' budget is too small."
        )
        oldest.add(
            status.subscriptions.oldestVerifiedAt.flatMap(Instant.date)?.timeIntervalSince1970, Self.telenor)
        if hasMillom {
            complete.add(millomCompleteAt?.timeIntervalSince1970, Self.millom)
            age.add(millomCompleteAt.flatMap { Status.age(of: $0, at: status.readAt) }, Self.millom)
            let due = status.millom?.nextDueAt
            lag.add(due.map { max(0, status.readAt.timeIntervalSince($0)).rounded(.down) }, Self.millom)
            oldest.add(status.millom?.oldestReadAt?.timeIntervalSince1970, Self.millom)
        }
        return [complete, age, lag, gaps, oldest]
    }

    // MARK: Contents

    private var contents: [MetricFamily] {
        var subscriptions = MetricFamily(
            "submirror_subscriptions", .gauge,
            "Numbers in the mirror, by state. Investigate a jump: submirror report arrivals-and-departures."
        )
        subscriptions.add(status.subscriptions.living, ["source": "telenor", "state": "living"])
        subscriptions.add(status.subscriptions.gone, ["source": "telenor", "state": "gone"])
        var queue = MetricFamily(
            "submirror_queue", .gauge,
            "Records waiting to be fetched, by reason. If it never reaches 0, the pace or the runs' budget is too small."
        )
        for (reason, count) in status.queue.byReason {
            queue.add(count, ["source": "telenor", "reason": reason])
        }
        var never = MetricFamily(
            "submirror_never_fetched", .gauge,
            "Listed records that were never read. If above 0 for hours: submirror quarantine list.")
        never.add(status.neverFetchedCount, Self.telenor)
        var quarantined = MetricFamily(
            "submirror_quarantined", .gauge,
            "Records set aside because they cannot be fetched or read. They are retried; for the reasons: submirror quarantine list."
        )
        quarantined.add(status.quarantineCount, Self.telenor)
        if let millom = status.millom {
            subscriptions.add(millom.followed, ["source": "millom", "state": "followed"])
            subscriptions.add(millom.unknown, ["source": "millom", "state": "unknown"])
            queue.add(millom.due, ["source": "millom", "reason": "due"])
            never.add(millom.neverRead, Self.millom)
            quarantined.add(millom.failing, Self.millom)
        }
        var parked = MetricFamily(
            "submirror_parked", .gauge,
            "Numbers that look gone, too many at once. A person must decide: investigate, then submirror sync --accept-gone."
        )
        parked.add(status.parkedCount, Self.telenor)
        return [subscriptions, queue, never, quarantined, parked]
    }

    // MARK: Doubts

    private var doubts: [MetricFamily] {
        var rows = MetricFamily(
            "submirror_unreadable_list_rows", .gauge,
            "Unreadable rows and parts of the latest lists. If above 0, no list is complete: see the run's warnings and the relation anomaly."
        )
        rows.add(status.unreadableRowCount, Self.telenor)
        var values = MetricFamily(
            "submirror_unreadable_values", .gauge,
            "Numbers for which a column could not be read. A new column or a jump suggests that the API has changed: submirror report data-quality."
        )
        for entry in status.completeness.entries where entry.measure == "unreadable" {
            let parts = (entry.detail ?? "").split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            values.add(entry.count, ["source": entry.source, "relation": parts[0], "column": parts[1]])
        }
        var anomalies = MetricFamily(
            "submirror_anomalies", .gauge,
            "Undocumented forms in the API's documents, by kind. If one is new, see the relation anomaly."
        )
        for anomaly in status.anomalies { anomalies.add(anomaly.pathCount, ["kind": anomaly.kind]) }
        var miss = MetricFamily(
            "submirror_miss_ratio", .gauge, unit: "ratio",
            "Share of the numbers verified within 30 days whose change the search had not shown. If above 0.01, increase sync.lookback and decrease sync.refresh_interval."
        )
        miss.add(status.refresh.missRate, Self.telenor)
        return [rows, values, anomalies, miss]
    }

    // MARK: Requests

    private var requests: [MetricFamily] {
        var requests = MetricFamily(
            "submirror_requests", .counter,
            "Requests of runs by purpose and outcome. If failed or refused ones grow faster than answered ones: submirror doctor."
        )
        var refusals = MetricFamily(
            "submirror_refusals", .counter,
            "Refusals by kind. Many for pace: set pace.per_second or pace.quota, or lower pace.share. Many for tokens: check who else uses the credentials."
        )
        var retries = MetricFamily(
            "submirror_retries", .counter,
            "Requests retried after a fault. If it grows, the API or the network has a problem."
        )
        for source in RunSource.allCases {
            guard let traffic = traffic[source] else { continue }
            for (purpose, outcomes) in traffic.requests.sorted(by: { $0.key < $1.key }) {
                for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) {
                    requests.add(
                        count, ["source": source.rawValue, "purpose": purpose, "outcome": outcome])
                }
            }
            for (kind, count) in traffic.refusals.sorted(by: { $0.key < $1.key }) {
                refusals.add(count, ["source": source.rawValue, "kind": kind])
            }
            retries.add(traffic.retries, ["source": source.rawValue])
        }
        return [requests, refusals, retries]
    }

    // MARK: Runs

    private var runFigures: [MetricFamily] {
        var counts = MetricFamily(
            "submirror_runs", .counter,
            "Runs by outcome. If only partial runs increase, runs never finish: check budget and pace in submirror status."
        )
        var durations = MetricFamily(
            "submirror_run_duration_seconds", .summary, unit: "seconds",
            "Duration of runs. If one exceeds the timer's interval, increase the interval.")
        var documents = MetricFamily(
            "submirror_documents", .counter,
            "Documents of runs by result. If none is fetched for a long time, check that the search still shows changes."
        )
        var outcome = MetricFamily(
            "submirror_last_run_outcome", .gauge,
            "1 for the outcome of the latest ended run. If that is failed, submirror status shows its error."
        )
        var seconds = MetricFamily(
            "submirror_last_run_duration_seconds", .gauge, unit: "seconds",
            "Duration of the latest ended run; absent if it was killed.")
        var end = MetricFamily(
            "submirror_last_run_end_timestamp_seconds", .gauge, unit: "seconds",
            "When the latest run ended. If it does not advance, no run starts: check the timer.")
        for source in RunSource.allCases {
            guard let runs = runs[source] else { continue }
            let name = source.rawValue
            for outcome in RunOutcome.allCases {
                counts.add(runs.counts[outcome.rawValue] ?? 0, ["source": name, "outcome": outcome.rawValue])
            }
            durations.add(runs.endedCount, ["source": name], suffix: "_count")
            durations.add(runs.seconds, ["source": name], suffix: "_sum")
            for (result, count) in [
                ("fetched", runs.fetched), ("changed", runs.changed), ("gone", runs.gone),
                ("refreshed", runs.refreshed), ("missed", runs.missed),
            ] {
                documents.add(count, ["source": name, "result": result])
            }
            guard let last = runs.last else { continue }
            for each in RunOutcome.allCases {
                outcome.add(
                    last.outcome == each.rawValue ? 1 : 0, ["source": name, "outcome": each.rawValue])
            }
            seconds.add(last.seconds, ["source": name])
            end.add(last.endedAt?.timeIntervalSince1970, ["source": name])
        }
        return [counts, durations, documents, outcome, seconds, end]
    }

    // MARK: Files

    private var sizes: MetricFamily {
        var family = MetricFamily(
            "submirror_mirror_size_bytes", .gauge, unit: "bytes",
            "Size of the mirror and of its log. If the log stays large, a reader keeps a transaction open."
        )
        family.add(size.mirror, ["file": "mirror"])
        family.add(size.log, ["file": "log"])
        return family
    }

    private func publication(_ moment: Date?) -> MetricFamily {
        var family = MetricFamily(
            "submirror_publication_timestamp_seconds", .gauge, unit: "seconds",
            "Time of the current publication. It does not advance if nothing changed; otherwise the last line of sync gives the reason."
        )
        family.add(moment?.timeIntervalSince1970)
        return family
    }

    private static let telenor: KeyValuePairs = ["source": "telenor"]
    private static let millom: KeyValuePairs = ["source": "millom"]
}

extension Status.Queue {
    /// Every reason with its count, in a fixed order.
    fileprivate var byReason: [(String, Int)] {
        [
            ("changed", changed), ("new", new), ("missing", missing), ("retry", retry),
            ("unproven", unproven),
        ]
    }
}

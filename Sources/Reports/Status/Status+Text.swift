import MirrorCore
import MirrorReading

extension Status {
    /// Text for people: one fact per line, then runs, quarantine and anomalies as small tables.
    ///
    /// - Parameter width: the terminal's width in columns; nil if the output is not a terminal.
    package func text(width: Int? = nil) -> String {
        let tables = [runTable, quarantineTable, anomalyTable].compactMap { table -> String? in
            guard var table else { return nil }
            table.width = width
            return table.lines.joined()
        }
        return ([facts] + tables).joined(separator: "\n")
    }

    private var facts: String {
        var lines: [(String, String)] = [
            ("mirror", "\(path) (schema \(schemaVersion))"),
            ("fresh to", freshness),
            ("last complete run", lastCompleteRun.map(Self.words) ?? "none yet"),
            ("subscriptions", "\(subscriptions.living) living, \(subscriptions.gone) gone"),
            ("oldest verification", subscriptions.oldestVerifiedAt ?? "none"),
            ("queue", queueWords),
            ("quarantine", quarantineCount == 0 ? "empty" : "\(quarantineCount)"),
        ]
        if parkedCount > 0 {
            lines.append(
                ("parked", "\(parkedCount) look gone, too many to mark at once: see sync --accept-gone"))
        }
        if neverFetchedCount > 0 { lines.append(("never fetched", "\(neverFetchedCount)")) }
        if unreadableRowCount > 0 {
            lines.append(
                (
                    "lists",
                    "not complete: \(unreadableRowCount) unreadable \(unreadableRowCount == 1 ? "row" : "rows")"
                ))
        }
        if refresh.refreshed > 0 { lines.append(("miss rate", missWords)) }
        lines += coverage.map { ("coverage", "\($0.from) to \($0.to)") }
        lines += gaps.map { ("gap", "\($0.from) to \($0.to)") }
        lines += pace.map { $0.lines(at: readAt) } ?? [("pace", "no limit is known")]
        if let millom { lines.append(("millom", Self.words(millom))) }
        if let retentionWords { lines.append(("retention", retentionWords)) }
        let width = (lines.map(\.0.count).max() ?? 0) + 1
        return lines.map { name, words in
            name + String(repeating: " ", count: width - name.count) + words + "\n"
        }.joined()
    }

    private var freshness: String {
        guard let watermark else { return "nothing yet: no completed search" }
        guard let lagSeconds else {
            return
                "unknown: \(Instant.text(watermark)) is in the future, so a clock is or was wrong; check this machine's clock, and sync"
        }
        let incomplete = completeTo == nil ? "; no complete first load yet" : ""
        return "\(Instant.text(watermark)), \(Self.span(lagSeconds)) behind\(incomplete)"
    }

    private var queueWords: String {
        guard queue.total > 0 else { return "empty" }
        return "\(queue.total): \(queue.changed) changed, \(queue.new) new, "
            + "\(queue.missing) missing from a list, \(queue.retry) to be retried"
            + (queue.unproven > 0 ? ", \(queue.unproven) to be verified after a gap" : "")
    }

    private var missWords: String {
        "\(refresh.missed) of \(refresh.refreshed) refreshed in 30 days"
            + (refresh.lookbackSeconds.map { ", lookback widened to \(Self.span($0))" } ?? "")
    }

    private var runTable: TextTable? {
        table(
            [
                "run", "source", "kind", "started_at", "finished_at", "outcome", "requests", "throttled",
                "fetched",
                "changed", "gone", "quarantined", "error",
            ],
            runs.map { run in
                [
                    .integer(run.id), .text(run.source), .text(run.kind), .text(run.startedAt),
                    Value(run.finishedAt),
                    Value(run.outcome), Value(run.requests), Value(run.throttled), Value(run.fetched),
                    Value(run.changed), Value(run.gone), Value(run.quarantined), Value(run.error),
                ]
            })
    }

    private var quarantineTable: TextTable? {
        table(
            ["quarantined", "stage", "attempts", "first_failed_at", "next_attempt_at", "error"],
            quarantine.map { entry in
                [
                    .text(entry.msisdn), .text(entry.stage), Value(entry.attempts),
                    .text(entry.firstFailedAt), .text(entry.nextAttemptAt), .text(entry.error),
                ]
            })
    }

    private var anomalyTable: TextTable? {
        table(
            ["anomaly", "paths", "count"],
            anomalies.map { [.text($0.kind), Value($0.pathCount), Value($0.count)] })
    }

    private func table(_ columns: [String], _ rows: [[Value]]) -> TextTable? {
        guard !rows.isEmpty else { return nil }
        return TextTable(columns: columns, rows: rows.map { $0.map(TextTable.Cell.init) })
    }

    private static func words(_ run: Run) -> String {
        "\(run.id) (\(run.kind)), finished \(run.finishedAt ?? "at an unknown time")"
    }

    private static func words(_ millom: MillomFacts) -> String {
        var parts = ["\(millom.followed) subscribers", "\(millom.due) of \(millom.records) records due"]
        if millom.due == 0, let next = millom.nextDueAt { parts.append("the next at \(Instant.text(next))") }
        if millom.neverRead > 0 { parts.append("\(millom.neverRead) never read") }
        if millom.failing > 0 { parts.append("\(millom.failing) refused or failing") }
        if millom.unknown > 0 { parts.append("\(millom.unknown) unknown to Millom") }
        if let oldest = millom.oldestReadAt { parts.append("oldest read \(Instant.text(oldest))") }
        return parts.joined(separator: ", ")
    }

    /// A span of time in its two largest units: `2 h 5 min`.
    private static func span(_ seconds: Int) -> String {
        let sign = seconds < 0 ? "-" : ""
        let parts = [
            (abs(seconds) / 86400, "d"), (abs(seconds) / 3600 % 24, "h"), (abs(seconds) / 60 % 60, "min"),
            (abs(seconds) % 60, "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        return shown.isEmpty ? "0 s" : sign + shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}

extension Status {
    /// Retention's last result and the start of the remaining history; nil if retention never removed anything.
    package var retentionWords: String? {
        guard let retention else { return nil }
        var parts = [
            retention.pastFrom.map { "the past can be told from \(Instant.text($0)) on" }
                ?? "nothing was removed yet"
        ]
        if let lastAt = retention.lastAt {
            parts.append(
                "the last one at \(Instant.text(lastAt)) removed \(retention.versions) versions and "
                    + "\(retention.forgotten) numbers")
        }
        if retention.cursor != nil { parts.append("one is under way, and the next run goes on") }
        return parts.joined(separator: "; ")
    }
}

import MirrorCore
import MirrorReading
import Reports

extension PageLight {
    /// The age limit, in seconds: any mirror runs more often than daily; `status --check` uses the same limit.
    private static let oldest = 86_400

    /// The lights, one per subject.
    ///
    /// They turn bad when `status --check` reports critical, and at least warn when it warns.
    static func all(of status: Status, _ coverage: ReportCoverage) -> [PageLight] {
        [freshness(status), completeness(status, coverage), quality(status, coverage)]
    }

    private static func freshness(_ status: Status) -> PageLight {
        var level = Level.good
        var reasons: [Reason] = []
        let upTo = status.watermark.map { Instant.text($0) } ?? ""
        if status.lastCompleteRun == nil {
            (level, reasons) = (.bad, [.neverComplete])
        } else if let age = status.completeAgeSeconds {
            level = age > oldest ? .bad : .good
            reasons = [age > oldest ? .tooOld(upTo) : .asOf(upTo)]
        } else {
            (level, reasons) = (.bad, [.ageUnknown])
        }
        if let run = status.runs.first(where: { $0.outcome != nil }), run.outcome == "failed" {
            level = max(level, .warning)
            reasons.append(.runFailed(run.id))
        }
        return PageLight(subject: .freshness, level: level, reasons: reasons)
    }

    private static func completeness(_ status: Status, _ coverage: ReportCoverage) -> PageLight {
        var level = Level.good
        var reasons: [Reason] = []
        func add(_ found: Level, _ reason: Reason) {
            level = max(level, found)
            reasons.append(reason)
        }
        if status.lastCompleteRun == nil { add(.bad, .neverComplete) }
        if status.parkedCount > 0 { add(.bad, .parked(status.parkedCount)) }
        if status.neverFetchedCount > 0 { add(.warning, .neverFetched(status.neverFetchedCount)) }
        if status.unreadableRowCount > 0 { add(.warning, .unreadableRows(status.unreadableRowCount)) }
        if status.quarantineCount > 0 { add(.warning, .setAside(status.quarantineCount)) }
        if status.queue.total > 0 { add(.good, .waiting(status.queue.total)) }
        let gaps = coverage.details.entries.count { $0.measure == "gap" }
        if gaps > 0 { add(.good, .gaps(gaps)) }
        if reasons.isEmpty { reasons = [.complete] }
        return PageLight(subject: .completeness, level: level, reasons: reasons)
    }

    /// How many columns are named, to keep the reasons short.
    private static let named = 3

    private static func quality(_ status: Status, _ coverage: ReportCoverage) -> PageLight {
        let unreadable = coverage.details.entries.filter { $0.measure == "unreadable" && ($0.count ?? 0) > 0 }
            .sorted { ($0.count ?? 0, $1.detail ?? "") > ($1.count ?? 0, $0.detail ?? "") }
        let isFew = unreadable.allSatisfy { ($0.count ?? 0) * 100 < ($0.ofCount ?? 0) }
        return PageLight(
            subject: .quality, level: isFew ? .good : .warning,
            reasons: unreadable.isEmpty
                ? [.readable]
                : unreadable.prefix(named).map {
                    .unreadable(
                        column: $0.detail ?? "", numbers: $0.count ?? 0, of: $0.ofCount ?? 0)
                })
    }
}

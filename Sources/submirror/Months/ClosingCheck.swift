import MirrorCore
import MirrorReading
import Reports
import Schema

/// The result of checking every closing.
struct ClosingCheck {
    /// A closing with its faults.
    struct Finding {
        let id: Int64
        /// As it is written, whether it is a month or none.
        let month: String
        let closedAt: String?
        let isStanding: Bool
        var faults: [String]
    }

    let findings: [Finding]

    /// - Throws: `MirrorReadFailure`.
    init(of mirror: MirrorReader) throws {
        let (tampering, reopenings, unreadable) = try mirror.read { db in
            (
                try MonthClosing.tampering(in: db), try MonthReopening.all(in: db),
                try MonthRecord.unreadable(in: db)
            )
        }
        let records = try MonthReader.records(in: mirror)
        var findings = unreadable.map {
            Finding(
                id: $0.id, month: $0.month, closedAt: nil, isStanding: true,
                faults: ["its month cannot be read"])
        }
        var previous: MonthRecord?
        var link: String?
        for record in records {
            let closing = try MonthReader.closing(record.id, in: mirror)
            let listed = try mirror.read { db in try MonthClosing.listed(behind: record.id, in: db) }
            var faults = Self.faults(of: record, closing, listed, after: previous, link)
            faults += (tampering[record.id] ?? []).map { $0.trace.words($0.count) }
            if let closing { faults += try Self.unlisted(closing, in: mirror) }
            faults += Self.misplaced(record, among: records)
            if record.isStanding == reopenings.contains(where: { $0.closing == record.id }) {
                faults.append("its reopening was added, removed or moved")
            }
            findings.append(
                Finding(
                    id: record.id, month: record.month.text, closedAt: record.closedAt,
                    isStanding: record.isStanding, faults: faults))
            previous = record
            link = record.checksum
            for reopening in reopenings where reopening.after == record.id {
                let reopened = records.first { $0.id == reopening.closing }
                if reopening.checksum != reopened.map({ Self.checksum(ofReopening: $0, after: link) }) {
                    let place = findings.firstIndex { $0.id == reopening.closing }
                    findings[place ?? findings.count - 1].faults.append("its reopening was changed")
                }
                link = reopening.checksum
            }
        }
        self.findings = findings.sorted { $0.id < $1.id }
    }

    private static func checksum(ofReopening record: MonthRecord, after link: String?) -> String {
        MonthClosing.reopeningChecksum(
            of: record.checksum, at: record.reopenedAt ?? "", because: record.reopenedBecause ?? "",
            after: link)
    }

    /// Only the last closing of a month may stand, and only where no month before it is open.
    private static func misplaced(_ record: MonthRecord, among records: [MonthRecord]) -> [String] {
        guard record.isStanding else { return [] }
        if records.contains(where: { $0.month == record.month && $0.id > record.id }) {
            return ["it stands, though its month was closed again"]
        }
        let standing = Set(records.filter(\.isStanding).map(\.month))
        let open = records.map(\.month).filter { $0 < record.month && !standing.contains($0) }.max()
        return open.map { ["it stands, though \($0.text) before it is reopened"] } ?? []
    }

    /// Numbers that the mirror still knows to have counted then, of a closing in which some were forgotten.
    ///
    /// Of a month before the time that retention keeps the mirror knows none any more.
    private static func unlisted(_ closing: MonthClosing, in mirror: MirrorReader) throws -> [String] {
        guard closing.subscriptions.contains(where: { $0.row.msisdn == nil }) else { return [] }
        let listed = Set(closing.subscriptions.compactMap(\.row.msisdn))
        let counted: [String]
        do {
            counted = try MonthReader(mirror).end(at: closing.to, knownBefore: closing.closedAt)
                .filter(\.isCounted).compactMap(\.msisdn)
        } catch MirrorReadFailure.beforeHistory {
            return []
        }
        let count = counted.count { !listed.contains($0) }
        return count == 0
            ? []
            : ["the mirror knows \(count) numbers that counted and are not in it: rows pose as forgotten"]
    }

    private static func faults(
        of record: MonthRecord, _ closing: MonthClosing?,
        _ listed: [MonthGrouping: [String: [MonthBridge.Figure: Int]]], after previous: MonthRecord?,
        _ link: String?
    ) -> [String] {
        guard let closing else { return ["its times cannot be read"] }
        var faults: [String] = []
        if record.previousID != previous?.id { faults.append("the previous closing is missing") }
        if closing.checksum(after: link) != record.checksum {
            faults.append("its checksum does not match")
        }
        let broken = closing.subscriptions.count { $0.isIntact == false }
        if broken > 0 { faults.append("\(broken) of its subscriptions were changed") }
        if closing.subscriptions.count != record.subscriptionCount {
            faults.append("subscriptions are missing")
        }
        let renamed = closing.counts.count { $0.isIntact == false }
        if renamed > 0 { faults.append("\(renamed) of its groups were changed") }
        let moved = closing.events.count { $0.isIntact == false }
        if moved > 0 { faults.append("\(moved) of the numbers behind its bridge were changed") }
        for grouping in MonthGrouping.allCases {
            let rows = closing.counts.map(\.row).filter { $0.grouping == grouping }
            let counted = closing.subscriptions.reduce(into: [String: Int]()) { counts, sealed in
                counts[sealed.row.group(by: grouping), default: 0] += 1
            }
            let written = rows.reduce(into: [String: Int]()) { $0[$1.group] = $1.counts.closing }
            if counted != written.filter({ $0.value != 0 }) || !rows.allSatisfy(\.counts.isBalanced) {
                faults.append("its bridge by \(grouping.rawValue) does not add up")
            }
            let figures = rows.reduce(into: [String: [MonthBridge.Figure: Int]]()) { figures, row in
                if !row.counts.figures.isEmpty { figures[row.group] = row.counts.figures }
            }
            if figures != listed[grouping] ?? [:] {
                faults.append(
                    "the numbers behind its bridge by \(grouping.rawValue) do not match its figures")
            }
        }
        return faults
    }

    var text: String {
        guard !findings.isEmpty else { return "no month is closed\n" }
        return findings.map { finding in
            let state = finding.isStanding ? "" : " (reopened)"
            let words = finding.faults.isEmpty ? "intact" : finding.faults.joined(separator: "; ")
            return "\(finding.month)\(state)\(finding.closedAt.map { " closed " + $0 } ?? ""): \(words)\n"
        }.joined()
    }

    var json: String {
        JSONValue.array(
            findings.map { finding in
                .object([
                    ("id", .integer(finding.id)), ("month", .string(finding.month)),
                    ("closed_at", JSONValue(finding.closedAt)),
                    ("is_intact", .boolean(finding.faults.isEmpty)),
                    ("faults", .array(finding.faults.map { .string($0) })),
                ])
            }
        ).document() + "\n"
    }

    /// The error to report if a closing was changed; otherwise nil.
    var complaint: CommandFailure? {
        let broken = findings.filter { !$0.faults.isEmpty }.map(\.month)
        guard !broken.isEmpty else { return nil }
        return CommandFailure(
            kind: .unusableData,
            message:
                "the closing of \(broken.joined(separator: ", ")) was altered or damaged: restore the mirror from a backup"
        )
    }
}

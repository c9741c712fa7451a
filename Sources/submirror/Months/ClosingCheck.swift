import MirrorCore
import MirrorReading
import Reports
import Schema

/// The result of checking every closing.
struct ClosingCheck {
    /// Each closing with its faults.
    let findings: [(record: MonthRecord, faults: [String])]

    /// - Throws: `MirrorReadFailure`.
    init(of mirror: MirrorReader) throws {
        var findings: [(record: MonthRecord, faults: [String])] = []
        var previous: MonthRecord?
        let tampering = try mirror.read { db in try MonthClosing.tampering(in: db) }
        for record in try MonthReader.records(in: mirror) {
            let closing = try MonthReader.closing(record.id, in: mirror)
            let listed = try mirror.read { db in try MonthClosing.listed(behind: record.id, in: db) }
            var faults = Self.faults(of: record, closing, listed, after: previous)
            faults += (tampering[record.id] ?? []).map { $0.trace.words($0.count) }
            if let closing { faults += try Self.unlisted(closing, in: mirror) }
            findings.append((record, faults))
            previous = record
        }
        self.findings = findings
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
        _ listed: [MonthGrouping: [String: [MonthBridge.Figure: Int]]], after previous: MonthRecord?
    ) -> [String] {
        guard let closing else { return ["its times cannot be read"] }
        var faults: [String] = []
        if record.previousID != previous?.id { faults.append("the previous closing is missing") }
        if closing.checksum(after: previous?.checksum) != record.checksum {
            faults.append("its checksum does not match")
        }
        let broken = closing.subscriptions.count { $0.isIntact == false }
        if broken > 0 { faults.append("\(broken) of its subscriptions were changed") }
        if closing.subscriptions.count != record.subscriptionCount {
            faults.append("subscriptions are missing")
        }
        let renamed = closing.counts.count { $0.isIntact == false }
        if renamed > 0 { faults.append("\(renamed) of its groups were changed") }
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
        return findings.map { record, faults in
            let state = record.isStanding ? "" : " (reopened)"
            let words = faults.isEmpty ? "intact" : faults.joined(separator: "; ")
            return "\(record.month.text)\(state) closed \(record.closedAt): \(words)\n"
        }.joined()
    }

    var json: String {
        JSONValue.array(
            findings.map { record, faults in
                .object([
                    ("id", .integer(record.id)), ("month", .string(record.month.text)),
                    ("closed_at", .string(record.closedAt)), ("is_intact", .boolean(faults.isEmpty)),
                    ("faults", .array(faults.map { .string($0) })),
                ])
            }
        ).document() + "\n"
    }

    /// The error to report if a closing was changed; otherwise nil.
    var complaint: CommandFailure? {
        let broken = findings.filter { !$0.faults.isEmpty }.map(\.record.month.text)
        guard !broken.isEmpty else { return nil }
        return CommandFailure(
            kind: .unusableData,
            message:
                "the closing of \(broken.joined(separator: ", ")) was altered or damaged: restore the mirror from a backup"
        )
    }
}

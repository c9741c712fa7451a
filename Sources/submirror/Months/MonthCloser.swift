import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import Schema

/// Closes months.
struct MonthCloser {
    let wiring: Wiring
    let store: MirrorStore

    /// Closes `month`: reads its beginning and its end as known now, bridges them, and writes the closing.
    ///
    /// - Throws: `MonthFailure`, `MirrorReadFailure`, `MirrorFailure`.
    func close(_ month: CalendarMonth, withGaps: Bool) async throws -> MonthRecord {
        let mirror = try wiring.reader()
        let reader = MonthReader(mirror)
        let timeZone = wiring.settings.reportTimeZone
        let (from, to) = (month.beginning(in: timeZone), month.end(in: timeZone))
        let known = try reader.now()
        guard to <= wiring.time.now() else {
            throw MonthFailure.notOver(month, timeZone: timeZone.identifier)
        }
        let records = try MonthReader.records(in: mirror)
        if let last = records.filter(\.isStanding).map(\.month).max(), last != month.previous {
            throw last >= month && records.contains { $0.month == month && $0.isStanding }
                ? MonthFailure.closedAlready(month) : MonthFailure.outOfOrder(month, expected: last.next)
        }
        // Before the gaps are checked: for a month before the mirror's first run, coverage means nothing.
        let after = try reader.end(at: to, knownBefore: known)
        let gaps = try reader.gaps(from: from, to: to)
        if let gap = gaps.first, !withGaps {
            throw MonthFailure.notCovered(month, gaps: gaps.count, from: gap.from, to: gap.to)
        }
        let frozen = try records.first { $0.month == month.previous && $0.isStanding }
            .flatMap { try MonthReader.closing($0.id, in: mirror) }
        let bridge = MonthBridge(
            frozen: frozen?.subscriptions.map(\.row),
            before: try subscriptions(at: from, knownBefore: known, by: reader),
            rereadings: try reader.rereadings(from: from, to: to).map(reader.rereading), after: after)
        if let broken = bridge.unbalancedGroup {
            throw MonthFailure.unbalanced(month, grouping: broken.grouping, group: broken.group)
        }
        let names = try reader.names()
        var generator = SystemRandomNumberGenerator()
        let closing = MonthClosing(
            month: month, closedAt: known, from: from, to: to, timeZone: timeZone.identifier,
            costCentreReference: mirror.costCentres.reference.rawValue,
            costCentrePattern: mirror.costCentres.pattern?.text,
            costCentreFolds: mirror.costCentres.folds, gapCount: gaps.count,
            completeness: try reader.completeness().json.text,
            subscriptions: after.filter(\.isCounted).map { Sealed(sealing: $0, with: &generator) },
            counts: MonthGrouping.allCases.flatMap { grouping in
                (bridge.counts[grouping] ?? [:]).map { group, counts in
                    Sealed(
                        sealing: MonthClosing.CountRow(
                            grouping: grouping, group: group, name: names[group], counts: counts),
                        with: &generator)
                }
            }, events: bridge.events.map { Sealed(sealing: $0, with: &generator) })
        return try await store.close(closing)
    }

    /// The subscriptions at `end`; empty if the mirror is younger.
    private func subscriptions(
        at end: Date, knownBefore known: Date, by reader: MonthReader
    ) throws -> [MonthSubscription] {
        do {
            return try reader.end(at: end, knownBefore: known)
        } catch MirrorReadFailure.beforeFirstRun {
            return []
        }
    }

    /// The standing closing of `month`.
    ///
    /// - Throws: `MonthFailure`, `MirrorReadFailure`.
    static func standing(_ month: CalendarMonth, in reader: MirrorReader) throws -> MonthRecord {
        guard
            let record = try MonthReader.records(in: reader).first(where: {
                $0.month == month && $0.isStanding
            })
        else { throw MonthFailure.noSuchMonth(month) }
        return record
    }
}

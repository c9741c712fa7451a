import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import Schema

/// Differences between what is known about a closed month now and when it was closed.
struct Restatements {
    /// For each number: that it counted or not, otherwise each group that differs.
    let events: [MonthBridge.Event]

    /// - Throws: `MonthFailure`, `MirrorReadFailure`.
    init(of month: CalendarMonth, in mirror: MirrorReader) throws {
        let record = try MonthCloser.standing(month, in: mirror)
        guard let closing = try MonthReader.closing(record.id, in: mirror) else {
            throw MonthFailure.noSuchMonth(month)
        }
        let reader = MonthReader(mirror)
        let known = try reader.end(at: closing.to, knownBefore: reader.now())
        let bridge = MonthBridge(
            frozen: closing.subscriptions.map(\.row), before: known, after: known)
        let counted = Set(
            bridge.events.filter { $0.grouping == .total && $0.msisdn != nil }.map(\.msisdn))
        events = bridge.events.filter { event in
            event.grouping == .total || event.msisdn.map { !counted.contains($0) } ?? false
        }
    }

    func text(width: Int?) -> String {
        guard !events.isEmpty else { return "no restatements\n" }
        let table = TextTable(
            columns: ["figure", "by", "msisdn", "from", "to"],
            rows: events.map { event in
                [
                    .text(event.figure.rawValue), .text(event.grouping.rawValue),
                    .text(event.msisdn ?? "(forgotten)"), Value(event.from), Value(event.to),
                ].map { (value: Value) in TextTable.Cell(value) }
            }, width: width)
        return table.lines.joined()
    }

    var json: String {
        JSONValue.array(
            events.map { event in
                .object([
                    ("figure", .string(event.figure.rawValue)), ("by", .string(event.grouping.rawValue)),
                    ("msisdn", JSONValue(event.msisdn)), ("from_group", JSONValue(event.from)),
                    ("to_group", JSONValue(event.to)),
                ])
            }
        ).document() + "\n"
    }
}

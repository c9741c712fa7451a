import ArgumentParser
import Foundation
import MirrorCore
import MirrorReading

/// Purchases as rows.
struct PurchaseTable {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, csv, json
    }

    static let columns = [
        "transid", "subscriber", "key_type", "operator", "plan_id", "state", "fund_source", "cost",
        "currency",
        "asked_by", "opened_at", "closed_at", "confirmation_code", "error_cause",
    ]
    private static let instants: Set = ["opened_at", "closed_at"]

    private let purchases: [Purchase]
    private let time: LocalTime

    init(_ purchases: [Purchase], timeZone: TimeZone) {
        self.purchases = purchases
        time = LocalTime(timeZone)
    }

    /// `50.00 NOK`, or `price not known`.
    static func price(of purchase: Purchase) -> String {
        guard let cost = purchase.cost else { return "price not known" }
        return [cost.description, purchase.currency].compactMap(\.self).joined(separator: " ")
    }

    static func values(of purchase: Purchase) -> [Value] {
        [
            .text(purchase.transid), Value(purchase.subscriber?.id),
            Value(purchase.subscriber?.keyType.rawValue), .text(purchase.operator), .text(purchase.planID),
            .text(purchase.state.rawValue), .text(purchase.fundSource.rawValue),
            Value(purchase.cost?.description), Value(purchase.currency), .text(purchase.askedBy),
            .text(Instant.text(purchase.openedAt)), Value(purchase.closedAt.map(Instant.text)),
            Value(purchase.confirmationCode), Value(purchase.errorCause),
        ]
    }

    func text(as format: Format, width: Int?) throws -> String {
        switch format {
        case .table: table(width: width)
        case .csv: csv
        case .json: json
        }
    }

    private func table(width: Int?) -> String {
        let header = Self.columns.map { name in
            Self.instants.contains(name) ? "\(name) (\(time.timeZone.identifier))" : name
        }
        let rows = purchases.map { purchase in
            zip(Self.columns, Self.values(of: purchase)).map { name, value in
                guard Self.instants.contains(name), case .text(let instant) = value,
                    let local = time.text(of: instant)
                else { return TextTable.Cell(value) }
                return TextTable.Cell(text: local)
            }
        }
        return TextTable(columns: header, rows: rows, width: width).lines.joined()
    }

    private var csv: String {
        let rows = purchases.map { Self.values(of: $0).map(Self.field) }
        return ([Self.columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// A field in RFC 4180; NULL is empty, an empty text is `""`.
    private static func field(_ value: Value) -> String {
        guard case .text(let text) = value else { return "" }
        let isPlain = !text.isEmpty && !text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private var json: String {
        let rows = purchases.map { purchase in
            JSONValue.object(
                zip(Self.columns, Self.values(of: purchase)).map { (key: $0, value: JSONValue($1)) }
            ).text
        }
        return rows.isEmpty ? "[]\n" : "[\n" + rows.joined(separator: ",\n") + "\n]\n"
    }
}

/// A purchase with all its facts.
struct PurchaseDocument {
    private let purchase: Purchase
    private let time: LocalTime

    init(_ purchase: Purchase, timeZone: TimeZone) {
        self.purchase = purchase
        time = LocalTime(timeZone)
    }

    var json: String {
        let contradictions = Set(purchase.course.contradictions)
        let events = purchase.events.enumerated().map { index, event in
            JSONValue.object([
                ("number", .integer(Int64(index + 1))), ("at", .string(Instant.text(event.at))),
                ("kind", .string(event.kind.rawValue)), ("message", JSONValue(event.message)),
                ("error_cause", JSONValue(event.errorCause)),
                ("confirmation_code", JSONValue(event.confirmationCode)),
                ("recorded_by", .string(event.recordedBy)),
                ("contradicts_end", .boolean(contradictions.contains(index + 1))),
            ])
        }
        let facts = zip(PurchaseTable.columns, PurchaseTable.values(of: purchase)).map {
            (key: $0, value: JSONValue($1))
        }
        return JSONValue.object(facts + [("events", .array(events))]).document()
    }

    func text(width: Int?) -> String {
        let person = purchase.subscriber.map { "\($0.keyType.rawValue) \($0.id)" } ?? "forgotten"
        var lines = [
            "purchase \(purchase.transid): \(purchase.state.rawValue)",
            "\(purchase.planID) for \(person) of \(purchase.operator), \(PurchaseTable.price(of: purchase)) from "
                + "\(purchase.fundSource.rawValue), asked for by \(purchase.askedBy)", "",
        ].map { $0 + "\n" }
        let contradictions = Set(purchase.course.contradictions)
        let rows = purchase.events.enumerated().map { index, event in
            let at = Instant.text(event.at)
            return [
                "\(index + 1)", time.text(of: at) ?? at, event.kind.rawValue, event.recordedBy,
                event.errorCause ?? "", event.confirmationCode ?? "", event.message ?? "",
                contradictions.contains(index + 1) ? "contradicts the result" : "",
            ].map { TextTable.Cell(text: DisplayWidth.printable($0)) }
        }
        lines +=
            TextTable(
                columns: [
                    "number", "at (\(time.timeZone.identifier))", "kind", "recorded_by", "error_cause",
                    "confirmation_code", "message", "note",
                ], rows: rows, width: width
            ).lines
        return lines.joined()
    }
}

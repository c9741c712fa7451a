import MirrorCore
import TestSupport

/// Rules for the rows of every accepted document, whatever it contained: the mirror's own CHECKs and
/// foreign keys, stated independently.
enum RowRules {
    private static let days: Set<String> = ["valid_from_date", "valid_to_date", "birth_date", "valid_to"]
    private static let flags: Set<String> = ["active", "can_activate", "can_deactivate", "cancellable"]
    private static let numbers: Set<String> = [
        "setting_id", "product_id", "occurrence", "add_on_occurrence", "subscription_type_id",
    ]

    /// The rows' violations, one line each.
    static func breaches(of read: NormalizedSubscription, asked: Msisdn) -> [String] {
        var breaches: [String] = []
        let everything =
            [(Relation.subscription, [read.subscription.values])] + read.rows.map { ($0.relation, $0.cells) }
        for (relation, rows) in everything {
            for row in rows {
                if row.first != .text(asked.digits) { breaches.append("\(relation.name): another number") }
                if row.count != relation.columns.count {
                    breaches.append("\(relation.name): \(row.count) cells")
                }
                for (column, value) in zip(relation.columns, row) where !isAllowed(value, in: column) {
                    breaches.append("\(relation.name).\(column): \(value)")
                }
            }
            if !isDense(rows, of: relation) { breaches.append("\(relation.name): occurrences") }
        }
        return breaches + danglingReferences(in: read)
    }

    private static func isAllowed(_ value: Value, in column: String) -> Bool {
        switch value {
        case .null:
            !["msisdn", "occurrence", "add_on_occurrence", "order_type", "role", "kind"].contains(column)
        case .integer(let number):
            flags.contains(column) ? (0...1).contains(number) : numbers.contains(column) || column == "value"
        case .real(let number): column == "value" && number.isFinite
        case .text(let text):
            days.contains(column)
                ? isDay(text) : !flags.contains(column) && !numbers.contains(column) && column != "value"
        }
    }

    /// Whether `text` is a day of the calendar, written as YYYY-MM-DD.
    private static func isDay(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return false }
        let digits = bytes.enumerated().filter { $0.offset != 4 && $0.offset != 7 }.map {
            Int($0.element) - 0x30
        }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        let year = digits[..<4].reduce(0) { $0 * 10 + $1 }
        let (month, day) = (digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])
        guard (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let longest = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...longest).contains(day)
    }

    /// Whether the rows with equal identities are numbered 1, 2, 3 and so on.
    private static func isDense(_ rows: [[Value]], of relation: Relation) -> Bool {
        guard let place = relation.columns.firstIndex(of: "occurrence") else { return true }
        let identity = relation.columns[..<relation.identityWidth].indices.filter { $0 != place }
        let groups = Dictionary(grouping: rows) { row in
            identity.map { row[$0] } + (relation == .simCard && row[1] == .null ? [row[3]] : [])
        }
        return groups.values.allSatisfy { group in
            group.map { $0[place] }.sorted() == (1...group.count).map { Value($0) }
        }
    }

    /// References that a foreign key of the mirror would refuse.
    private static func danglingReferences(in read: NormalizedSubscription) -> [String] {
        let organizations = Set(read.organizations.map { Value.text($0.orgNumber) })
        let addOns = Set(read.addOns.map { [Value.integer($0.productID), Value($0.occurrence)] })
        var breaches: [String] = []
        for party in read.parties where party.orgNumber != nil {
            if !organizations.contains(Value(party.orgNumber)) { breaches.append("party.org_number") }
        }
        for rows in read.rows where rows.relation.columns.contains("add_on_occurrence") {
            for row in rows.cells where !addOns.contains([row[1], row[2]]) {
                breaches.append("\(rows.relation.name): no add-on")
            }
        }
        if let type = read.subscription.subscriptionTypeID, read.subscriptionType?.id != type {
            breaches.append("subscription.subscription_type_id")
        }
        return breaches
    }
}

import MirrorCore

/// A column without which a report means nothing, always or where a parameter has a value.
struct ReportNeed: Sendable, Equatable {
    let column: String
    /// Nil: always.
    let condition: (name: String, value: String)?

    /// Reads `column` or `column parameter=value`; nil for anything else, and for a column that is not one of `columns`.
    init?(header: String, columns: [ReportColumn]) {
        let words = header.split(separator: " ").map(String.init)
        guard (1...2).contains(words.count), columns.contains(where: { $0.name == words[0] }) else {
            return nil
        }
        column = words[0]
        guard words.count == 2 else {
            condition = nil
            return
        }
        let sides = words[1].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2, !sides.contains("") else { return nil }
        condition = (sides[0], sides[1])
    }

    /// - Parameter values: of the parameters, defaults included.
    func holds(for values: [String: String]) -> Bool {
        condition.map { values[$0.name] == $0.value } ?? true
    }

    static func == (left: ReportNeed, right: ReportNeed) -> Bool {
        left.column == right.column && left.condition?.name == right.condition?.name
            && left.condition?.value == right.condition?.value
    }
}

/// How the rows of a report that are groups of subscriptions are told together.
struct ReportFold: Sendable, Equatable {
    /// The columns of which the largest says how many subscriptions a group has.
    let sizes: [String]
    /// Those that add up; the others tell nothing of several groups.
    let sums: [String]

    /// Reads `size… adding column…`, names of `columns`; nil for anything else.
    init?(header: String, columns: [ReportColumn]) {
        let words = header.split(separator: " ").map(String.init)
        guard let mark = words.firstIndex(of: "adding"), mark > 0 else { return nil }
        let names = Set(columns.map(\.name))
        sizes = Array(words[..<mark])
        sums = sizes + words[(mark + 1)...]
        guard names.isSuperset(of: sums), Set(sums).count == sums.count else { return nil }
    }
}

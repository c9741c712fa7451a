import MirrorReading

/// A list of the company's own that some columns of reports are made of.
package enum CompanyList: String, Sendable, CaseIterable {
    case costCentreMap = "report.cost_centre_map"
    case prices = "report.price_list"

    /// Whether `reader` has it.
    fileprivate func isKnown(to reader: MirrorReader) -> Bool {
        switch self {
        case .costCentreMap: reader.costCentres.map != nil
        case .prices: reader.prices != nil
        }
    }
}

/// Columns that a report has only where a setting names a list.
struct ReportCondition: Sendable, Equatable {
    let list: CompanyList
    let columns: [String]

    /// Reads `setting column…`, names of `columns`; nil for anything else.
    init?(header: String, columns: [ReportColumn]) {
        let words = header.split(separator: " ").map(String.init)
        guard words.count > 1, let list = CompanyList(rawValue: words[0]),
            Set(columns.map(\.name)).isSuperset(of: words.dropFirst())
        else { return nil }
        self.list = list
        self.columns = Array(words.dropFirst())
    }
}

extension Report {
    /// The setting without which the report has no such column; nil where it always has it.
    package func list(of column: ReportColumn) -> CompanyList? {
        conditions.first { $0.columns.contains(column.name) }?.list
    }

    /// The report without the columns of lists that `reader` does not have.
    func available(to reader: MirrorReader) -> Report {
        let shown = columns.filter { list(of: $0)?.isKnown(to: reader) ?? true }
        guard shown.count < columns.count else { return self }
        let names = shown.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return with(sql: "SELECT \(names) FROM (\n\(statement)\n)", columns: shown)
    }

    /// The statement without its end.
    var statement: String {
        var text = sql[...]
        while let last = text.last, last.isWhitespace || last == ";" { text = text.dropLast() }
        return String(text)
    }
}

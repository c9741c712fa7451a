import MirrorCore
package import MirrorReading

/// A column of a report's result, as its header describes it.
package struct ReportColumn: Sendable, Equatable {
    package let name: String
    /// The unit of its values in one word, such as count, days, text or date.
    package let unit: String
    /// The personal data in its values.
    package let privacy: RelationColumn.Privacy
    /// One sentence.
    package let description: String

    /// Reads `name unit "description"`, or `name unit class "description"`; nil for anything else.
    ///
    /// The class is one of ``RelationColumn/Privacy``; without it a number's where the unit is msisdn, else open.
    init?(header: String) {
        guard let (words, description) = ReportHeader.words(before: header), (2...3).contains(words.count)
        else { return nil }
        name = words[0]
        unit = words[1]
        self.description = description.english
        guard words.count == 3 else {
            privacy = unit == "msisdn" ? .number : .open
            return
        }
        guard let privacy = RelationColumn.Privacy(rawValue: words[2]) else { return nil }
        self.privacy = privacy
    }

    private init(_ column: ReportColumn, unit: String) {
        (name, self.unit, privacy, description) = (column.name, unit, column.privacy, column.description)
    }

    /// The same column with values of another unit.
    func with(unit: String) -> ReportColumn { ReportColumn(self, unit: unit) }
}

extension ResultColumn {
    /// A result column whose kind follows from the unit in its header line.
    init(_ column: ReportColumn) {
        let kind: RelationColumn.Kind? =
            switch column.unit {
            // Nobody adds these up, and a spreadsheet would drop some of their digits.
            case "id", "month", "msisdn": .text
            case let unit: RelationColumn.Kind(rawValue: unit)
            }
        self.init(name: column.name, kind: kind)
    }
}

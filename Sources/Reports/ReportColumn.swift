import MirrorCore
import MirrorReading

/// A column of a report's result, as its header describes it.
package struct ReportColumn: Sendable, Equatable {
    package let name: String
    /// The unit of its values in one word, such as count, days, text or date.
    package let unit: String
    /// One sentence.
    package let description: String

    /// Parses `name unit "description"`; nil for anything else.
    init?(header: String) {
        guard let (words, description) = ReportHeader.words(before: header), words.count == 2 else {
            return nil
        }
        name = words[0]
        unit = words[1]
        self.description = description
    }
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

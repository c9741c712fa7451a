/// A column of a report's result, as its header describes it.
package struct ReportColumn: Sendable, Equatable {
    package let name: String
    /// What its values are counted or written in, in one word, such as count, days, text or date.
    package let unit: String
    /// One sentence.
    package let description: String

    /// Reads `name unit "description"`; nil for anything else.
    init?(header: String) {
        guard let (words, description) = ReportHeader.words(before: header), words.count == 2 else {
            return nil
        }
        name = words[0]
        unit = words[1]
        self.description = description
    }
}

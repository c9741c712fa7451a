import MirrorReading

/// Columns of a report whose values are fixed words of ours, and no data: a pack shows them in its language.
struct ReportColumnWords: Sendable, Equatable {
    /// Each value is such a word.
    private(set) var whole: Set<String> = []
    /// Each value is such a word, a colon, and data: `account:70001`.
    private(set) var beforeColon: Set<String> = []

    var isEmpty: Bool { whole.isEmpty && beforeColon.isEmpty }

    init() {}

    /// Reads `column…`, names of `columns`, each with a colon if only what stands before a colon is a word; nil for
    /// anything else.
    init?(header: String, columns: [ReportColumn]) {
        for word in header.split(separator: " ").map(String.init) {
            let isKind = word.hasSuffix(":")
            let name = isKind ? String(word.dropLast()) : word
            guard columns.contains(where: { $0.name == name }) else { return nil }
            if isKind { beforeColon.insert(name) } else { whole.insert(name) }
        }
        guard !isEmpty else { return nil }
    }

    /// The value of `column` in the reader's words, as SQL.
    fileprivate func expression(of column: String) -> String {
        let name = "\"\(column)\""
        if whole.contains(column) { return "in_words(\(name)) AS \(name)" }
        guard beforeColon.contains(column) else { return name }
        let colon = "instr(\(name), ':')"
        return """
            CASE
                WHEN \(colon) = 0 THEN \(name)
                WHEN \(colon) = length(\(name)) THEN in_words(substr(\(name), 1, \(colon) - 1))
                ELSE in_words(substr(\(name), 1, \(colon) - 1)) || substr(\(name), \(colon))
            END AS \(name)
            """
    }
}

extension Report {
    /// The report with its fixed words in those of `reader`.
    func worded(by reader: MirrorReader) -> Report {
        guard reader.words != nil, !words.isEmpty else { return self }
        let shown = columns.map { words.expression(of: $0.name) }.joined(separator: ", ")
        return with(sql: "SELECT \(shown) FROM (\n\(statement)\n)", columns: columns)
    }
}

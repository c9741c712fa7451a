import MirrorCore

/// The comments at the beginning of a report's file.
struct ReportHeader {
    private(set) var title: Wording?
    private(set) var description: Wording?
    private(set) var parameters: [ReportParameter] = []
    private(set) var columns: [ReportColumn] = []
    private(set) var checks: [ReportCheck] = []
    private(set) var period: ReportPeriod?
    private(set) var needs: [ReportNeed] = []
    private(set) var fold: ReportFold?
    private(set) var conditions: [ReportCondition] = []
    private(set) var words = ReportColumnWords()

    /// Parses the lines up to the first one that is not a comment.
    ///
    /// - Throws: ``ReportFailure/malformedHeader(report:number:line:)``.
    init(of sql: String, report: String) throws(ReportFailure) {
        var number = 0
        for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let line = line.last == "\r" ? line.dropLast() : line
            if line.isEmpty { continue }
            guard line.hasPrefix("--") else { break }
            guard take(line) else {
                throw .malformedHeader(report: report, number: number, line: String(line))
            }
        }
    }

    /// Splits a line into words and the quoted description that follows them, in Norwegian as well if there is a second
    /// one; nil without a description.
    static func words(before text: String) -> (words: [String], description: Wording)? {
        guard let quote = text.firstIndex(of: "\""), text.last == "\"" else { return nil }
        let quoted = String(text[text.index(after: quote)...].dropLast())
        let descriptions = quoted.split(separator: "\" \"", maxSplits: 1).map(String.init)
        guard let english = descriptions.first, let norwegian = descriptions.last else { return nil }
        return (
            text[..<quote].split(separator: " ").map(String.init), Wording(english, norwegian: norwegian)
        )
    }

    private mutating func take(_ line: Substring) -> Bool {
        if let text = Self.text(after: "title", in: line), title == nil {
            title = Wording(text, norwegian: text)
        } else if let text = Self.text(after: "title nb", in: line), let title, title.isOne {
            self.title = Wording(title.english, norwegian: text)
        } else if let text = Self.text(after: "description", in: line), description == nil {
            description = Wording(text, norwegian: text)
        } else if let text = Self.text(after: "description nb", in: line), let description, description.isOne
        {
            self.description = Wording(description.english, norwegian: text)
        } else if let text = Self.text(after: "parameter", in: line),
            let parameter = ReportParameter(header: text),
            !parameters.contains(where: { $0.name == parameter.name })
        {
            parameters.append(parameter)
        } else if let text = Self.text(after: "column", in: line), let column = ReportColumn(header: text),
            !columns.contains(where: { $0.name == column.name })
        {
            columns.append(column)
        } else if let text = Self.text(after: "check", in: line),
            let check = ReportCheck(header: text, columns: columns),
            !checks.contains(where: { $0.column == check.column })
        {
            checks.append(check)
        } else if let text = Self.text(after: "period", in: line), period == nil,
            let period = ReportPeriod(header: text, parameters: parameters)
        {
            self.period = period
        } else if let text = Self.text(after: "needs", in: line),
            let need = ReportNeed(header: text, columns: columns)
        {
            needs.append(need)
        } else if let text = Self.text(after: "fold", in: line), fold == nil,
            let fold = ReportFold(header: text, columns: columns)
        {
            self.fold = fold
        } else if let text = Self.text(after: "only", in: line),
            let condition = ReportCondition(header: text, columns: columns)
        {
            conditions.append(condition)
        } else if let text = Self.text(after: "words", in: line), words.isEmpty,
            let words = ReportColumnWords(header: text, columns: columns)
        {
            self.words = words
        } else {
            return false
        }
        return true
    }

    private static func text(after key: String, in line: Substring) -> String? {
        let prefix = "-- \(key): "
        guard line.hasPrefix(prefix), line.count > prefix.count else { return nil }
        return String(line.dropFirst(prefix.count))
    }
}

extension Wording {
    /// Whether both languages have the same text, as where there is none in Norwegian yet.
    fileprivate var isOne: Bool { english == norwegian }
}

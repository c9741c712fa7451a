import Foundation
import MirrorCore
package import MirrorReading
import Schema

extension Report {
    /// The reports that can be asked of a snapshot without the program, as far as the program can tell.
    ///
    /// - Throws: ``ReportFailure``.
    package static func cannedQueries(
        _ costCentres: CostCentres, in language: ReportLanguage
    ) throws(ReportFailure) -> [CannedQuery] {
        let views = Schema.views(of: .mirror).filter { $0.name.hasPrefix("_") }.compactMap { view in
            // In the mirror, the day comes from the agent's own state.
            view.name == "_report_day"
                ? (view.name, "SELECT \(CannedQuery.reportDay) AS day")
                : select(of: view.sql).map { (view.name, $0) }
        }
        return try all.compactMap { $0.cannedQuery(costCentres, views, language) }
    }

    /// The report for readers of a snapshot, who have its tables but neither the mirror's internal views nor the program's
    /// functions.
    ///
    /// The views become common table expressions. Whether the rest needs a function shows only when the statement is
    /// prepared on the snapshot. Nil if a parameter is a time, as only the program reads those.
    private func cannedQuery(
        _ costCentres: CostCentres, _ views: [(name: String, select: String)], _ language: ReportLanguage
    ) -> CannedQuery? {
        // SQLite alone knows no Norwegian order.
        var statement = Self.withoutComments(sql).replacing("COLLATE norwegian", with: "COLLATE NOCASE")
        for parameter in parameters {
            guard let value = parameter.plainSQL(costCentres) else { return nil }
            statement = Self.replacing(":" + parameter.name, in: statement, with: value)
        }
        return CannedQuery(
            name: name, title: language.text(title), description: language.text(description),
            sql: Self.beginning(with: statement, views))
    }

    /// `statement` behind the internal views that it reads, as common table expressions.
    private static func beginning(with statement: String, _ internalViews: [(name: String, select: String)])
        -> String
    {
        var views: [String] = []
        var text = statement
        // The last ones first, as each view stands after those that it reads.
        for view in internalViews.reversed() where mentions(view.name, text) {
            views.insert("\(view.name) AS (\n\(view.select)\n)", at: 0)
            text += view.select
        }
        guard !views.isEmpty else { return statement }
        let isWith =
            statement.hasPrefix("WITH") && statement.dropFirst("WITH".count).first?.isWhitespace == true
        let own = isWith ? "," + statement.dropFirst("WITH".count) : "\n" + statement
        return "WITH " + views.joined(separator: ",\n") + own
    }

    /// The SELECT in a view's definition; nil if there is none.
    private static func select(of view: String) -> String? {
        let sql = withoutComments(view)
        let starts = [" AS\n", " AS "].compactMap { sql.firstRange(of: $0) }
        return starts.min { $0.lowerBound < $1.lowerBound }.map { String(sql[$0.upperBound...]) }
    }

    private static func withoutComments(_ sql: String) -> String {
        sql.split(separator: "\n").filter { !$0.drop(while: { $0 == " " }).hasPrefix("--") }
            .joined(separator: "\n").trimmingCharacters(in: CharacterSet(charactersIn: "; \n"))
    }

    private static func mentions(_ name: String, _ sql: String) -> Bool {
        replacing(name, in: sql, with: "") != sql
    }

    /// `sql` with `value` in place of the word `name`.
    ///
    /// On bytes, as each report is searched for the names of all views.
    private static func replacing(_ name: String, in sql: String, with value: String) -> String {
        let (text, word) = (Array(sql.utf8), Array(name.utf8))
        guard let first = word.first else { return sql }
        var result: [UInt8] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: first) {
            let found = rest[start...].starts(with: word)
            let end = found ? start + word.count : start + 1
            let isWord = found && !(end < text.endIndex && isOfWord(text[end]))
            result += rest[..<start]
            if isWord { result += value.utf8 } else { result += text[start..<end] }
            rest = text[end...]
        }
        return String(decoding: result + rest, as: UTF8.self)
    }

    /// Whether a name may go on with this byte.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

extension ReportParameter {
    /// The parameter where every argument is a text, and an empty one is missing; nil for a time.
    fileprivate func plainSQL(_ costCentres: CostCentres) -> String? {
        let given = "nullif(:\(name), '')"
        let value = standsFor.text(costCentres).map { "coalesce(\(given), '\($0)')" } ?? given
        switch kind {
        case .instant, .start, .end: return nil
        case .integer: return "CAST(\(value) AS INTEGER)"
        case .text: return value
        }
    }
}

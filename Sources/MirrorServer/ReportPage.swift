import MirrorCore
import MirrorReading
import Reports

/// A report as a page: a form for its parameters, and its first rows as a table.
struct ReportPage {
    private let report: Report
    private let arguments: [String: String]
    private let asOf: String?
    /// The formats in which the report may be downloaded.
    private let formats: [ReportFormat]
    private let language: ReportLanguage
    private let words: ReportTexts

    /// Larger results are better downloaded as a file.
    private static let shownRows = 1000

    init(
        _ report: Report, _ arguments: [String: String], asOf: String?, downloads formats: [ReportFormat],
        in language: ReportLanguage, _ words: ReportTexts
    ) {
        self.report = report
        self.arguments = arguments
        self.asOf = asOf
        self.formats = formats
        self.language = language
        self.words = words
    }

    /// Makes the page; without a table while a required parameter is missing.
    ///
    /// - Throws: as the report does.
    func answer(of reader: MirrorReader) throws -> CachedAnswer {
        let isAsked = report.parameters.allSatisfy { !$0.isRequired || arguments[$0.name] != nil }
        let table = isAsked ? try table(of: reader) : "<p>\(language.text(PageWords.required))</p>"
        let page = PlainPage(
            title: language.text(report.title), language: language,
            body: """
                <p><a href="/report">\(language.text(PageWords.allReports))</a></p>
                <h1>\(HTMLText.shown(language.text(report.title)))</h1>
                <p>\(HTMLText.shown(language.text(report.description)))</p>
                \(form)
                \(table)
                """
        ).page
        return Site.document(page.html, type: "text/html; charset=utf-8", policy: page.policy)
    }

    private var form: String {
        let fields = report.parameters.map { parameter in
            let name = HTMLText.escaped(parameter.name)
            return """
                <label>\(name)\(parameter.isRequired ? "*" : "") \(input(parameter, name))
                <span>\(HTMLText.shown(language.text(parameter.description)))</span></label>
                """
        }
        return """
            <form method="get" action="/report/\(Site.encoded(report.name))">\(fields.joined())
            <label>as_of <input name="as_of" value="\(HTMLText.escaped(asOf ?? ""))"> \(language.text(PageWords.asOf))</label>
            <button>\(language.text(PageWords.show))</button></form>
            """
    }

    /// A list where only some values are allowed, otherwise a text field.
    private func input(_ parameter: ReportParameter, _ name: String) -> String {
        let given = arguments[parameter.name] ?? ""
        guard let choices = Self.choices(parameter.kind) else {
            return """
                <input name="\(name)" value="\(HTMLText.escaped(given))" \
                aria-description="\(HTMLText.escaped(language.text(parameter.description)))">
                """
        }
        var usual = language.text(PageWords.unset)
        if case .text(let text) = parameter.standsFor {
            usual = language.text(PageWords.usual).replacing("%", with: text)
        }
        let options = choices.map { choice in
            let text = HTMLText.escaped(choice)
            return "<option value=\"\(text)\"\(choice == given ? " selected" : "")>\(text)</option>"
        }
        return """
            <select name="\(name)" aria-description="\(HTMLText.escaped(language.text(parameter.description)))">\
            <option value="">\(parameter.isRequired ? "" : HTMLText.shown(usual))</option>\(options.joined())</select>
            """
    }

    private static func choices(_ kind: ReportParameter.Kind) -> [String]? {
        switch kind {
        case .text(let choices): choices
        case .integer(let range?) where range.count <= 12: range.map(String.init)
        case .integer, .instant, .start, .end: nil
        }
    }

    private func table(of reader: MirrorReader) throws -> String {
        let rows = try reader.rows(of: report, arguments, upTo: Self.shownRows)
        let numbers = Set(report.columns.filter { Self.units.contains($0.unit) }.map(\.name))
        let kinds = rows.columns.map { numbers.contains($0) ? " class=\"number\"" : "" }
        let head = zip(rows.columns, kinds).map { column, kind in
            "<th scope=\"col\"\(kind)>\(HTMLText.shown(words.heading(column)))</th>"
        }.joined()
        let body = rows.rows.map { row in
            "<tr>"
                + zip(row, kinds).map { cell, kind in
                    "<td dir=\"auto\"\(kind)>\(HTMLText.shown(Self.text(of: cell)))</td>"
                }.joined() + "</tr>"
        }
        let more =
            rows.count > rows.rows.count
            ? "<p>\(counted(rows.rows.count, of: rows.count))</p>"
            : rows.count == 0 ? "<p>\(language.text(PageWords.noRows))</p>" : ""
        let links = formats.map { link($0.rawValue) }.joined(separator: " · ")
        return """
            <table><caption>\(HTMLText.shown(words.coverage(rows.coverage)))</caption>
            <thead><tr>\(head)</tr></thead><tbody>\(body.joined(separator: "\n"))</tbody></table>
            \(more)<p>\(links)</p>
            """
    }

    private func counted(_ shown: Int, of all: Int) -> String {
        let parts = language.text(PageWords.first).split(separator: "%", omittingEmptySubsequences: false)
        return "\(parts[0])\(shown)\(parts[1])\(all)\(parts[2])"
    }

    private func link(_ format: String) -> String {
        var pairs = arguments.sorted { $0.key < $1.key }.map {
            "\(Site.encoded($0.key))=\(Site.encoded($0.value))"
        }
        if let asOf { pairs.append("as_of=\(Site.encoded(asOf))") }
        pairs.append("format=\(format)")
        let target = "/api/v1/report/\(Site.encoded(report.name))?\(pairs.joined(separator: "&"))"
        return "<a href=\"\(HTMLText.escaped(target))\">\(format)</a>"
    }

    /// The units of numbers, which stand on the right.
    private static let units: Set = ["count", "days", "decimal", "number", "percent", "seconds"]

    private static func text(of value: Value) -> String {
        switch value {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        }
    }
}

import MirrorCore
import MirrorReading
import Reports

/// A report as a page: a form for its parameters, and its first rows as a table.
struct ReportPage {
    private let report: Report
    private let arguments: [String: String]
    private let asOf: String?

    /// Larger results are better downloaded as a file.
    private static let shownRows = 1000

    init(_ report: Report, _ arguments: [String: String], asOf: String?) {
        self.report = report
        self.arguments = arguments
        self.asOf = asOf
    }

    /// Makes the page; without a table while a required parameter is missing.
    ///
    /// - Throws: as the report does.
    func answer(of reader: MirrorReader) throws -> CachedAnswer {
        let isAsked = report.parameters.allSatisfy { !$0.isRequired || arguments[$0.name] != nil }
        let table = isAsked ? try table(of: reader) : "<p>Fields marked with * are required.</p>"
        let page = PlainPage(
            title: report.title,
            body: """
                <p><a href="/">All reports</a></p>
                <h1>\(HTMLText.escaped(report.title))</h1>
                <p>\(HTMLText.escaped(report.description))</p>
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
                <label>\(name)\(parameter.isRequired ? "*" : "")
                <input name="\(name)" value="\(HTMLText.escaped(arguments[parameter.name] ?? ""))" \
                aria-description="\(HTMLText.escaped(parameter.description))">
                \(HTMLText.escaped(parameter.description))</label>
                """
        }
        return """
            <form method="get" action="/report/\(Site.encoded(report.name))">\(fields.joined())
            <label>as_of <input name="as_of" value="\(HTMLText.escaped(asOf ?? ""))">
            A day such as 2026-10-31 (its end), a time, or -7d.</label>
            <button>Show</button></form>
            """
    }

    private func table(of reader: MirrorReader) throws -> String {
        let rows = try reader.rows(of: report, arguments, upTo: Self.shownRows)
        let head = rows.columns.map { "<th scope=\"col\">\(HTMLText.escaped($0))</th>" }.joined()
        let body = rows.rows.map { row in
            "<tr>" + row.map { "<td dir=\"auto\">\(HTMLText.escaped(Self.text(of: $0)))</td>" }.joined()
                + "</tr>"
        }
        let more =
            rows.count > rows.rows.count
            ? "<p>The first \(rows.rows.count) of \(rows.count) rows; all rows: \(link("csv")).</p>" : ""
        return """
            <table><caption>\(HTMLText.escaped(rows.coverage.text))</caption>
            <thead><tr>\(head)</tr></thead><tbody>\(body.joined(separator: "\n"))</tbody></table>
            \(more)<p>\(link("json")) · \(link("csv"))</p>
            """
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

    private static func text(of value: Value) -> String {
        switch value {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        }
    }
}

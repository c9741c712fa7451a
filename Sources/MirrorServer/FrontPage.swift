import Foundation
import MirrorCore
package import MirrorReading
import Reports

/// Makes the page at `/`; replaceable.
package struct FrontPage: Sendable {
    /// A page with the policy that allows its own style and script by their digests.
    package struct Page: Sendable {
        package let html: String
        /// The value of `Content-Security-Policy`.
        package let policy: String

        package init(html: String, policy: String) {
            self.html = html
            self.policy = policy
        }
    }

    private let make: @Sendable (MirrorReader, ServedReports) throws -> Page

    /// - Parameter make: makes the page of an open mirror, with links to the served reports.
    package init(_ make: @escaping @Sendable (MirrorReader, ServedReports) throws -> Page) {
        self.make = make
    }

    func render(_ reader: MirrorReader, _ reports: ServedReports) throws -> CachedAnswer {
        let page = try make(reader, reports)
        return Site.document(page.html, type: "text/html; charset=utf-8", policy: page.policy)
    }

    /// A plain list of the reports.
    package static func list(in language: ReportLanguage) -> FrontPage {
        FrontPage { _, served in
            let items = served.reports.map { report in
                """
                <li><a href="/report/\(Site.encoded(report.name))">\(HTMLText.shown(language.text(report.title)))</a>
                <p>\(HTMLText.shown(language.text(report.description)))</p></li>
                """
            }
            return PlainPage(
                title: "submirror", language: language,
                body: """
                    <h1>\(language.text(PageWords.reports))</h1>
                    <ul>\(items.joined(separator: "\n"))</ul>
                    <p><a href="/">\(language.text(PageWords.overview))</a> · \
                    <a href="/api/v1/openapi.json">\(language.text(PageWords.programs))</a></p>
                    """
            ).page
        }
    }
}

/// Escapes text for HTML.
enum HTMLText {
    /// `text` for reading, with characters that turn the text's direction or control it spelled out: `\x202e`.
    static func shown(_ text: String) -> String { escaped(DisplayWidth.printable(text)) }

    /// Escapes HTML's special characters, for texts and quoted attributes.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // Kept in the value of a field, but turning nothing in the page's own text.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                result += "&#x\(String(scalar.value, radix: 16));"
            case "\u{0}"..."\u{8}", "\u{b}"..."\u{1f}", "\u{7f}": result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A page without scripts, with one style that its policy allows by digest.
struct PlainPage {
    let title: String
    let language: ReportLanguage
    let body: String

    private static let style = """
        :root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}\
        table{border-collapse:collapse;display:block;overflow-x:auto}th,td{text-align:left;padding:.2rem .6rem;\
        border-bottom:1px solid GrayText;vertical-align:top}td{max-width:24rem;overflow-wrap:break-word}\
        .number{text-align:right;font-variant-numeric:tabular-nums}caption{text-align:left}h1,p,label{overflow-wrap:anywhere}\
        label{display:block;margin:.4rem 0}
        """

    var page: FrontPage.Page {
        FrontPage.Page(
            html: """
                <!doctype html>
                <html lang="\(language.rawValue)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>\(HTMLText.shown(title))</title><style>\(Self.style)</style></head>
                <body><main>\(body)</main></body></html>

                """, policy: Self.policy)
    }

    private static let policy =
        "default-src 'none'; style-src 'sha256-\(StyleDigest.text(of: style))'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"
}

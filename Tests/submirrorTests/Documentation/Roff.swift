import Foundation

/// Markdown as the documentation uses it, turned into the language of man pages.
struct Roff {
    private(set) var text = ""

    /// - Parameters:
    ///   - name: the page's name, such as `submirror-config`.
    ///   - section: of the manual.
    init(name: String, section: Int, version: String, summary: String) {
        // Names of settings are neither broken nor spread.
        line(".TH \(name.uppercased()) \(section) \"\" \"submirror \(version)\"\n.nh\n.ad l")
        heading("NAME")
        line("\(Self.escaped(name)) \\- \(Self.escaped(summary))")
    }

    mutating func heading(_ title: String) { line(".SH \(Self.escaped(title.uppercased()))") }

    mutating func subheading(_ title: String) { line(".SS \(Self.escaped(title))") }

    mutating func paragraph(_ markdown: String) {
        line(".PP")
        line(Self.inline(markdown))
    }

    /// A term in bold, and its explanation below it.
    mutating func term(_ markdown: String, _ explanation: String) {
        line(".TP")
        line("\\fB\(Self.escaped(markdown.replacing("`", with: "")))\\fR")
        line(Self.inline(explanation))
    }

    mutating func code(_ lines: [String]) {
        line(".PP\n.RS 4\n.nf")
        for code in lines { line(Self.protected(Self.escaped(code))) }
        line(".fi\n.RE")
    }

    /// A section of a page, without its heading.
    mutating func markdown(_ markdown: String) {
        var gathered: [String] = []
        var code: [String]?
        for row in markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if row.hasPrefix("```") {
                end(&gathered)
                if let lines = code {
                    self.code(lines)
                    code = nil
                } else {
                    code = []
                }
            } else if code != nil {
                code?.append(row)
            } else if row.isEmpty || row.hasPrefix("<!--") || row.hasPrefix("![") {
                end(&gathered)
            } else if let heading = row.wholeMatch(of: /#(#+) (.+)/) {
                end(&gathered)
                if heading.1.count == 1 {
                    self.heading(String(heading.2))
                } else {
                    subheading(String(heading.2))
                }
            } else if row.hasPrefix("| ") {
                tableRow(row)
            } else if row.hasPrefix("|--") {
                continue
            } else if row.contains(/^(- |[0-9]+\. )/) {
                end(&gathered)
                gathered = [row]
            } else {
                gathered.append(row.trimmingPrefix(while: \.isWhitespace).description)
            }
        }
        end(&gathered)
    }

    /// Writes the paragraph or the item of a list that has been gathered.
    private mutating func end(_ gathered: inout [String]) {
        defer { gathered = [] }
        let joined = gathered.joined(separator: " ")
        if joined.isEmpty { return }
        if joined.hasPrefix("- ") {
            line(".IP \\(bu 2\n" + Self.inline(String(joined.dropFirst(2))))
        } else if let item = joined.wholeMatch(of: /([0-9]+\.) (.+)/) {
            line(".IP \(item.1) 4\n" + Self.inline(String(item.2)))
        } else {
            paragraph(joined)
        }
    }

    /// The heads of tables are recognized by what they are called.
    private mutating func tableRow(_ row: String) {
        let cells = row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count > 1, !["key", "code"].contains(cells[0]) else { return }
        if cells.count == 3, row.hasPrefix("| `") {
            term(cells[0], cells[2] + "." + (cells[1].isEmpty ? "" : " Default: \(cells[1])."))
        } else {
            term(cells[0], cells.dropFirst().joined(separator: ". ") + ".")
        }
    }

    private mutating func line(_ line: String) { text += line + "\n" }

    /// Code in bold, links by their words.
    private static func inline(_ markdown: String) -> String {
        let plain = markdown.replacing(/\[([^\]]+)\]\([^)]+\)/) { String($0.1) }
            .replacing("**", with: "")
        let pieces = plain.split(separator: "`", omittingEmptySubsequences: false)
        let text = pieces.enumerated().map { index, piece in
            index % 2 == 1 ? "\\fB\(escaped(String(piece)))\\fR" : escaped(String(piece))
        }
        return protected(text.joined())
    }

    private static func escaped(_ text: String) -> String {
        let ascii = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("…", with: "...")
        return ascii.unicodeScalars.map { scalar in
            scalar.isASCII ? String(scalar) : "\\[u\(String(format: "%04X", scalar.value))]"
        }.joined()
    }

    /// A line that begins with a dot would be a request.
    private static func protected(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }
}

import Foundation
import Testing

/// The README and the pages below `docs`, as people read them.
struct Documentation {
    /// One Markdown file.
    struct Page: Sendable, CustomTestStringConvertible {
        /// Its path from the repository's root.
        let path: String
        let text: String

        var testDescription: String { path }

        /// Where its relative links start.
        var folder: URL { SourceTree.root.appendingPathComponent(path).deletingLastPathComponent() }
    }

    /// A block of code between fences.
    struct Block: Sendable, CustomTestStringConvertible {
        let page: String
        /// The line of its first fence.
        let line: Int
        /// The words behind that fence: `sh run`.
        let marks: String
        let text: String

        var testDescription: String { "\(page):\(line)" }
    }

    /// The README first, then `docs` by name; empty when they cannot be read, which a test notices.
    static let pages: [Page] = {
        let docs = SourceTree.root.appendingPathComponent("docs")
        let files = FileManager.default.enumerator(atPath: docs.path)?.compactMap { $0 as? String } ?? []
        let paths = files.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
        return (["README.md"] + paths).compactMap { path in
            let url = SourceTree.root.appendingPathComponent(path)
            return (try? String(contentsOf: url, encoding: .utf8)).map { Page(path: path, text: $0) }
        }
    }()

    /// All pages as one text.
    static let text = pages.map(\.text).joined(separator: "\n")

    static func page(_ path: String) throws -> Page {
        try #require(pages.first { $0.path == path }, "\(path) is missing")
    }
}

extension Documentation.Page {
    /// The blocks of code, in their order.
    var blocks: [Documentation.Block] { parts.blocks }

    /// The lines outside of blocks of code.
    var prose: [String] { parts.prose }

    /// The names by which links reach its headings, as GitHub and mdBook make them.
    var anchors: Set<String> {
        var counts: [String: Int] = [:]
        var names: Set<String> = []
        for line in prose {
            guard let heading = line.wholeMatch(of: /#{1,6} (.+)/) else { continue }
            let kept = heading.1.lowercased().filter { $0.isLetter || $0.isNumber || "- _".contains($0) }
            let name = kept.replacing(" ", with: "-")
            let count = counts[name, default: 0]
            counts[name] = count + 1
            names.insert(count == 0 ? name : "\(name)-\(count)")
        }
        return names
    }

    private var parts: (blocks: [Documentation.Block], prose: [String]) {
        var blocks: [Documentation.Block] = []
        var prose: [String] = []
        var open: (line: Int, marks: String, lines: [String])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(
                        Documentation.Block(
                            page: path, line: block.line, marks: block.marks,
                            text: block.lines.joined(separator: "\n")))
                    open = nil
                } else {
                    open = (index + 1, String(line.dropFirst(3)), [])
                }
            } else if open != nil {
                open?.lines.append(String(line))
            } else {
                prose.append(String(line))
            }
        }
        return (blocks, prose)
    }
}

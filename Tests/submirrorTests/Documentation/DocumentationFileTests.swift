import Foundation
import MirrorCore
import Testing

/// Some files of the documentation are written by the program's own descriptions.
///
/// With `SUBMIRROR_RECORD_GOLDENS=1` they are written anew; what changed is then read in the diff.
@Suite("Files of the documentation that are generated")
struct DocumentationFileTests {
    @Test("the help of every command is that of the program")
    func commands() throws {
        let page = try Documentation.page("docs/commands.md")
        let mark = #/(?m)^<!-- From here on .* -->\n/#
        let end = try #require(page.text.firstMatch(of: mark)?.range.upperBound)
        try expect("docs/commands.md", toHold: String(page.text[..<end]) + "\n" + CommandPages.markdown)
    }

    @Test("the list of reports is that of the program")
    func reports() throws {
        try expect("docs/report-list.md", toHold: ReportPage.markdown())
    }

    @Test("the relations and their columns are those of the registry")
    func relations() throws {
        try expect("docs/relations.md", toHold: RelationPage.markdown(of: .mirror))
    }

    @Test("the diagrams are those of the registry", arguments: EntityDiagram.all)
    func diagrams(diagram: EntityDiagram) throws {
        try expect("docs/pictures/\(diagram.name).svg", toHold: diagram.svg)
    }

    @Test("the man pages are those of the commands and of the pages of docs")
    func manual() throws {
        try expect("docs/man/submirror.1", toHold: ManualPages.commands())
        try expect("docs/man/submirror-config.5", toHold: ManualPages.configuration())
    }

    private func expect(_ path: String, toHold text: String) throws {
        let file = SourceTree.root.appendingPathComponent(path)
        if ProcessInfo.processInfo.environment["SUBMIRROR_RECORD_GOLDENS"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let found = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        // A difference of some thousand lines would be shown as a whole.
        let difference = zip(found.split(separator: "\n"), text.split(separator: "\n")).first { $0 != $1 }
        let isCurrent = found == text
        #expect(
            isCurrent,
            "\(path) is not current (\(difference.map { "\($0) for \($1)" } ?? "its length")): record it anew"
        )
    }
}

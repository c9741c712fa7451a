import Foundation
import TestSupport
import Testing

@Suite("The SQL cookbook")
struct CookbookTests {
    private static let queries =
        Documentation.pages.first { $0.path == "docs/cookbook.md" }?.blocks
        .filter { $0.marks == "sql run" } ?? []

    @Test("has twenty questions, each with a query")
    func questions() throws {
        let page = try Documentation.page("docs/cookbook.md")
        #expect(page.prose.filter { $0.wholeMatch(of: /## \d+\. .+\?/) != nil }.count == 20)
        #expect(Self.queries.count == 20)
    }

    @Test("answers each of them from a mirror", arguments: queries)
    func answers(block: Documentation.Block) async throws {
        try await ExampleMirror.with { (mirror: ExampleMirror) async throws -> Void in
            let program = BuiltBinary(environment: ["HOME": mirror.directory.path], in: mirror.directory)
            let result = try await program.run(
                "query", block.text, "--format", "csv", "--state-directory", mirror.directory.path)
            #expect(result.status == 0, "\(result.errors)")
            // A header and a row at least.
            #expect(result.output.split(separator: "\n").count >= 2)
        }
    }
}

import Foundation
import Testing

@Suite("Links in the documentation")
struct DocumentationLinkTests {
    @Test("lead to files and headings that exist", arguments: Documentation.pages)
    func relative(page: Documentation.Page) throws {
        for line in page.prose {
            for match in line.matches(of: /\]\(([^)\s]+)\)/) {
                let link = String(match.1)
                if link.hasPrefix("https://") { continue }
                let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let file = parts[0].isEmpty ? page.path : String(parts[0])
                let folder = parts[0].isEmpty ? SourceTree.root : page.folder
                let target = folder.appendingPathComponent(file).standardizedFileURL
                #expect(FileManager.default.fileExists(atPath: target.path), "\(link)")
                guard parts.count == 2 else { continue }
                let text = try String(contentsOf: target, encoding: .utf8)
                let anchors = Documentation.Page(path: file, text: text).anchors
                #expect(anchors.contains(String(parts[1])), "\(link)")
            }
        }
    }

    @Test("lead from the summary to every page")
    func summary() throws {
        let summary = try Documentation.page("docs/SUMMARY.md").text
        for page in Documentation.pages where page.path.matches(of: /\//).count == 1 {
            let name = page.path.dropFirst("docs/".count)
            if name != "SUMMARY.md" { #expect(summary.contains("](\(name))"), "\(page.path)") }
        }
    }
}

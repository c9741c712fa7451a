import ArgumentParser
import Exports
import Foundation
import MirrorCore
import Reports
import Testing

@testable import submirror

/// The README is short, and together with `docs` it covers the whole program.
@Suite("The README and docs")
struct ReadmeTests {
    @Test("are found, the README with at most 100 lines")
    func areShort() throws {
        #expect(Documentation.pages.count > 15)
        let readme = try Documentation.page("README.md")
        #expect(readme.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 101)
        // .ci/run takes the test command from there.
        #expect(readme.text.matches(of: /(?m)&& .*swift test$/).count == 1)
    }

    @Test("have every setting in a table, with its default", arguments: SettingKey.allCases)
    func settings(key: SettingKey) throws {
        let page = try Documentation.page("docs/configuration.md")
        let line = try #require(page.prose.first { $0.hasPrefix("| ") && $0.contains("`\(key.rawValue)`") })
        if let value = key.defaultText { #expect(line.contains("| `\(value)` |")) }
        if key.isSecret { #expect(page.text.contains("`\(key.rawValue)`")) }
    }

    @Test("have every exit code", arguments: [0, 64, 65, 69, 74, 75, 76, 77, 78])
    func exitCodes(code: Int) { #expect(Documentation.text.contains("\n| \(code) |")) }

    @Test("have every relation in the data model", arguments: ExportedRelation.all.map(\.name))
    func relations(name: String) throws {
        #expect(try Documentation.page("docs/data-model.md").text.contains("`\(name)`"))
    }

    @Test("have every column", arguments: RelationRegistry.mirror.visible.map(\.name))
    func columns(name: String) throws {
        let relation = try #require(RelationRegistry.mirror.visible.first { $0.name == name })
        let sections = try Documentation.page("docs/relations.md").text.split(separator: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix(name + "\n") })
        for column in relation.fields { #expect(section.contains("`\(column.name)`")) }
    }

    @Test("have every command and report")
    func commands() throws {
        let page = try Documentation.page("docs/commands.md")
        for command in Submirror.configuration.subcommands {
            #expect(page.text.contains("| `\(command._commandName)` |"))
        }
        let reports = try Documentation.page("docs/reports.md")
        for report in try Report.all { #expect(reports.text.contains("`\(report.name)`")) }
    }

    @Test("show a report of your own that can be used as it stands")
    func ownReport() throws {
        let block = try #require(
            Documentation.page("docs/reports.md").blocks.first { $0.text.hasPrefix("-- title:") })
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("readme-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data(block.text.utf8).write(to: directory.appendingPathComponent("idle-data-plans.sql"))
        let catalogue = try ReportCatalogue(directory: directory.path)
        #expect(catalogue.faults == [])
        #expect(
            try ReportCatalogue.named("idle-data-plans", in: directory.path).title.english
                == "Data plans without a data card")
    }

    @Test("quote messages that the program really writes")
    func messages() throws {
        let page = try Documentation.page("docs/troubleshooting.md")
        let section = try #require(
            page.text.components(separatedBy: "\n## By message\n").last?.components(separatedBy: "\n## ")
                .first)
        let quotes = section.matches(of: /(?m)^\| `([^`]+)` \|/).map { String($0.1) }
        #expect(quotes.count > 20)
        let sources = try SourceTree.texts()
        for quote in quotes {
            // Sentences are put together from pieces, which is why each of a quote's pieces is looked for.
            for piece in quote.split(separator: "…").map({ $0.trimmingCharacters(in: .whitespaces) }) {
                #expect(sources.contains { $0.contains(piece) }, "\(quote)")
            }
        }
    }
}

import ArgumentParser
import Exports
import Foundation
import Reports
import Testing

@testable import submirror

/// The README contains everything that a person needs.
@Suite("The README")
struct ReadmeTests {
    private let text: String

    init() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("README.md")
        text = try String(contentsOf: url, encoding: .utf8)
    }

    @Test("names every setting", arguments: SettingKey.allCases)
    func settings(key: SettingKey) { #expect(text.contains("`\(key.rawValue)`")) }

    @Test("shows the default of every setting that has one", arguments: SettingKey.allCases)
    func defaults(key: SettingKey) throws {
        guard let value = key.defaultText else { return }
        let line = try #require(
            text.split(separator: "\n").first { $0.contains("`\(key.rawValue)`") && $0.hasPrefix("|") })
        #expect(line.contains("`\(value)`"))
    }

    @Test("names every exit code", arguments: [0, 64, 65, 69, 74, 75, 76, 77, 78])
    func exitCodes(code: Int) { #expect(text.contains("\n| \(code) |")) }

    @Test("names every relation", arguments: ExportedRelation.all)
    func relations(relation: ExportedRelation) { #expect(text.contains("`\(relation.name)`")) }

    @Test("names every command and report")
    func commands() throws {
        for command in Submirror.configuration.subcommands {
            #expect(text.contains("| `\(command.configuration.commandName ?? "")` |"))
        }
        for report in try Report.all { #expect(text.contains("`\(report.name)`")) }
    }

    @Test("shows a report of one's own that can be used as it stands")
    func ownReport() throws {
        let start = try #require(text.range(of: "```sql\n-- title:"))
        let sql = try #require(
            text[start.lowerBound...].dropFirst("```sql\n".count).components(separatedBy: "```").first)
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("readme-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data(sql.utf8).write(to: directory.appendingPathComponent("idle-data-plans.sql"))
        let catalogue = try ReportCatalogue(directory: directory.path)
        #expect(catalogue.faults == [])
        #expect(
            try ReportCatalogue.named("idle-data-plans", in: directory.path).title
                == "Data plans without a data card")
    }
}

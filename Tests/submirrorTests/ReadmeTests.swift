import ArgumentParser
import Foundation
import MirrorQuery
import Testing

@testable import submirror

/// The README tells everything that a person needs.
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

    @Test("names every exit code", arguments: [0, 64, 65, 69, 74, 75, 77, 78])
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
}

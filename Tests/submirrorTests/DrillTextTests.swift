import Foundation
import Testing

@testable import submirror

/// The words of the drills are stated once: the runbook's page is generated from them.
@Suite("The texts of the drills")
struct DrillTextTests {
    private static let page = SourceTree.root.appendingPathComponent("docs/drills.md")

    @Test("docs/drills.md is made from them")
    func runbook() throws {
        let made = DrillRunbook.markdown(try Drill.all())
        if ProcessInfo.processInfo.environment["SUBMIRROR_RECORD_GOLDENS"] != nil {
            try Data(made.utf8).write(to: Self.page)
        }
        let kept = try String(contentsOf: Self.page, encoding: .utf8)
        let lines = zip(made.split(separator: "\n"), kept.split(separator: "\n"))
        let first = lines.first { $0 != $1 }
        #expect(made == kept, "\(first.map { "made: \($0)\nkept: \($1)" } ?? "one is longer")")
    }

    @Test(
        "every file is a drill, and every drill says what to notice, what to do, and what each command shows")
    func complete() throws {
        let folder = SourceTree.root.appendingPathComponent("Sources/submirror/Drill/texts")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let drills = try Drill.all()
        #expect(Set(files) == Set(drills.map { "\($0.name).yaml" }))
        for drill in drills {
            #expect(!drill.symptom.isEmpty && !drill.advice.isEmpty)
            let commands = drill.steps.compactMap(\.run)
            for wanted in ["sync", "status --check", "status --format openmetrics"] {
                #expect(commands.contains { $0.hasPrefix(wanted) }, "\(drill.name): \(wanted)")
            }
            for step in drill.steps where step.run != nil { #expect(!step.shows.isEmpty, "\(drill.name)") }
        }
    }

    @Test("everything that can happen happens in one of them")
    func acts() throws {
        let played = Set(try Drill.all().flatMap(\.steps).flatMap(\.acts))
        #expect(Set(DrillAction.allCases).subtracting(played) == [])
    }

    @Test(
        "a line of the runbook fits a line of a command's",
        arguments: [
            ("run 2 complete · …", "run 2 complete · 3 requests", true),
            ("run 2 complete · …", "run 2 partial · 3 requests", false),
            ("queue empty", "queue               empty", true), ("queue empty", "queue empty now", false),
            ("… is damaged (…): keep it", "a is damaged (b): keep it", true),
            ("… is damaged (…): keep it", "a is damaged (b): keep it, too", false),
            ("run {2} · …", "run 2 · a", true), ("a…a", "a", false), ("…", "", true), ("a…b…c", "abc", true),
            ("a…b…c", "acb", false),
        ])
    func patterns(pattern: String, line: String, fits: Bool) {
        #expect(LinePattern(pattern).matches(line) == fits)
    }
}

import Foundation
import Sandbox
import TestSupport
import Testing

@Suite("The command page")
struct PageCommandTests {
    @Test("writes one file, in the language that is set, and replaces it as a whole")
    func writes() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let page = try await stage.program.run("page", "subscriptions.html")
            #expect(page.status == 0 && page.errors == "wrote subscriptions.html\n", "\(page.errors)")
            #expect(page.output.isEmpty)
            let file = stage.directory.appendingPathComponent("subscriptions.html")
            let english = try String(contentsOf: file, encoding: .utf8)
            #expect(english.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
            #expect(english.hasSuffix("</html>\n"))
            #expect(english.contains("50 of 50 subscriptions are on it"))
            stage.environment["SUBMIRROR_REPORT_LANGUAGE"] = "no"
            #expect(try await stage.program.run("page", "subscriptions.html").status == 0)
            let norwegian = try String(contentsOf: file, encoding: .utf8)
            #expect(norwegian.contains("<html lang=\"nb\">"))
            let names = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path)
            #expect(!names.contains { $0.contains("partial") })
        }
    }

    @Test("keeps people off it at the level of html, or at one that is asked for")
    func privacy() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let number = try #require(stage.sandbox.truth().msisdns.first)
            let shown = number.suffix(8).prefix(3) + "\u{A0}" + number.suffix(5).prefix(2)
            func page(_ arguments: String...) async throws -> String {
                let page = try await stage.program.run(["page", "a.html"] + arguments)
                #expect(page.status == 0, "\(page.errors)")
                return try String(
                    contentsOf: stage.directory.appendingPathComponent("a.html"), encoding: .utf8)
            }
            #expect(try await page().contains(shown))
            #expect(try await !page("--privacy", "minimal").contains(shown))
            stage.environment["SUBMIRROR_PRIVACY_EXPORT"] = "full,html=minimal"
            #expect(try await !page().contains(shown))
            #expect(try await page("--privacy", "names-only").contains(shown))
        }
    }

    @Test(
        "leaves alone what is no page, what holds the mirror, and what is not there",
        arguments: [
            (["page", "mirror.sqlite"], Int32(64), "ends in .html"),
            (["page", "state/x.html"], 64, "state directory"),
            (["page", "nowhere/x.html"], 64, "does not exist"),
            (["export", "out", "--format", "html"], 64, "submirror page FILE"),
        ])
    func refuses(arguments: [String], status: Int32, words: String) async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let result = try await stage.program.run(arguments)
            #expect(result.status == status && result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test("is published after a run that changed something, and not after one that did not")
    func published() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = stage.directory.path + "/published"
            stage.environment["SUBMIRROR_PUBLISH_FORMATS"] = "sqlite,html"
            stage.environment["SUBMIRROR_PRIVACY_EXPORT"] = "full,html=minimal"
            stage.environment["SUBMIRROR_REPORT_LANGUAGE"] = "nb"
            let first = try await stage.program.run("sync")
            #expect(first.status == 0 && first.errors.contains("as sqlite, html"), "\(first.errors)")
            let file = stage.directory.appendingPathComponent("published/latest/html/index.html")
            let html = try String(contentsOf: file, encoding: .utf8)
            #expect(html.contains("Personvernnivå: minimal."))
            let check = try await stage.program.run("export", "published", "--verify")
            #expect(check.status == 0, "\(check.output)")
        }
    }
}

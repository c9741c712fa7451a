import Exports
import Foundation
import MirrorReading
import Pages
import TestSupport
import Testing

/// Renders a page in Chromium: at the width of a phone, a desktop and a projector, in
/// light and dark mode, on paper.
@Suite(
    "A page in a browser",
    .enabled(if: ReaderTool.chromium.isWanted, "\(ReaderTool.chromium.reason)"), .serialized)
struct PageBrowserTests {
    @Test(
        "overflows nothing, can be read by everybody, and fetches nothing",
        arguments: [390, 1280, 1920], [false, true])
    func shows(width: Int, isDark: Bool) async throws {
        // Both languages, each in light and dark mode.
        let language: PageLanguage = (width == 1280) == isDark ? .norwegian : .english
        try await ExampleMirror.with(PageStage.hostileRows) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(.full, language))
            let verdict = try await Chromium(width: width, isDark: isDark)
                .verdict(on: html, searching: "onload")
            #expect(verdict.width == width && verdict.isDark == isDark)
            #expect(verdict.faults == [])
            #expect(verdict.texts > 200)
            #expect(verdict.hits > 0)
        }
    }

    @Test("finds a number however it is written", arguments: ["90000001", "+47 900 00 001", "4790000001"])
    func finds(number: String) async throws {
        try await ExampleMirror.with { mirror in
            let html = try PageStage.html(of: mirror)
            let verdict = try await Chromium().verdict(on: html, searching: number)
            #expect(verdict.hits > 0 && verdict.faults == [])
        }
    }

    @Test(
        "makes sense of an empty mirror, and without people's names",
        arguments: [("", PrivacyLevel.full), (ExampleRows.sql, .minimal), (ExampleRows.sql, .pseudonymous)])
    func others(sql: String, level: PrivacyLevel) async throws {
        try await ExampleMirror.with(sql) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(level, .norwegian))
            #expect(try await Chromium(width: 390).verdict(on: html).faults == [])
        }
    }

    @Test("says nothing on the console as it stands, and is printed on A4", arguments: PageLanguage.allCases)
    func prints(language: PageLanguage) async throws {
        try await ExampleMirror.with(PageStage.hostileRows) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(.full, language))
            let page = mirror.directory.appendingPathComponent("page.html")
            let paper = mirror.directory.appendingPathComponent("page.pdf")
            try Data(html.utf8).write(to: page)
            let result = try await Chromium().run(
                ["--no-pdf-header-footer", "--print-to-pdf=\(paper.path)"], page)
            #expect(Chromium.console(result) == [])
            let pdf = String(decoding: try Data(contentsOf: paper), as: Unicode.ASCII.self)
            #expect(pdf.hasPrefix("%PDF"))
            let sheets = pdf.matches(of: /\/MediaBox \[0 0 (\d+)[.\d]* (\d+)[.\d]*\]/)
            #expect((1...6).contains(sheets.count))
            for sheet in sheets { #expect(sheet.output.1 == "594" && sheet.output.2 == "841") }
        }
    }

    @Test("would be caught if it did any of that")
    func isChecked() async throws {
        let html = """
            <!doctype html><html lang="en"><head><title>x</title></head><body><header><h1>x</h1></header>
            <nav></nav><main><h3 style="color:#999;background:#fff">pale</h3>
            <p style="width:3000px">wide</p><a href="#nowhere">x</a><img src="data:,x" onerror="console.error('loud')">
            <svg role="img" width="100"><g><text x="90" y="10">reaches out</text></g></svg></main></body></html>
            """
        try await withTemporaryDirectory { folder in
            let page = folder.appendingPathComponent("page.html")
            try Data(html.utf8).write(to: page)
            let result = try await Chromium().run(["--virtual-time-budget=5000", "--dump-dom"], page)
            #expect(Chromium.console(result).contains { $0.contains("loud") })
        }
        let verdict = try await Chromium().verdict(
            on: html.replacing(" onerror=\"console.error('loud')\"", with: ""))
        for fault in [
            "not one footer", "a level is left out", "contrast 2.8", "the page is 3", "leads nowhere",
            "a drawing without words", "reaches out of its drawing",
        ] {
            #expect(verdict.faults.contains { $0.hasPrefix(fault) }, "\(fault) in \(verdict.faults)")
        }
    }
}

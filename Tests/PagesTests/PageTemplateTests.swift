import Exports
import Foundation
import MirrorReading
import TestSupport
import Testing

@testable import Pages

@Suite("The templates of a page")
struct PageTemplateTests {
    @Test("begin with the page's own escaping, and put in nothing unescaped but style and script")
    func escaping() {
        for (name, text) in PageTemplates.texts {
            #expect(text.hasPrefix("{{% CONTENT_TYPE: PAGE}}\n"), "\(name)")
            let raw = text.matches(of: /\{\{\{\s*(\w+)\s*\}\}\}|\{\{&\s*(\w+)/).map { String($0.output.0) }
            #expect(Set(raw).subtracting(["{{{style}}}", "{{{script}}}"]) == [], "\(name)")
        }
    }

    @Test("escape a character whatever mark stands behind it")
    func marks() {
        let escaping = PageEscaping()
        #expect(escaping.escapeText("\"\u{301}<\u{338}'&>") == "&quot;\u{301}&lt;\u{338}&#39;&amp;&gt;")
        #expect(escaping.escapeText("blåbær") == "blåbær")
    }

    @Test("let no text of somebody else become anything but text")
    func hostile() throws {
        try ExampleMirror.with(PageStage.hostileRows) { mirror in
            for language in PageLanguage.allCases {
                let html = try PageStage.html(of: mirror, PageStage.settings(.full, language))
                // The page's own script is the only one, and its end tag occurs once.
                #expect(html.components(separatedBy: "<script").count == 2)
                #expect(html.components(separatedBy: "</script").count == 2)
                #expect(html.components(separatedBy: "<style").count == 2)
                #expect(html.components(separatedBy: "</style").count == 2)
                #expect(!html.contains("<svg onload") && html.contains("&lt;svg onload=alert(2)&gt;"))
                #expect(html.contains("{{style}}{{{script}}}"))
                for scalar in html.unicodeScalars {
                    #expect(
                        !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
                    )
                    if scalar.value < 0x20 { #expect(scalar == "\n") }
                }
                // No attribute contains a foreign text.
                for attribute in html.matches(of: /="([^"]*)"/) {
                    #expect(!attribute.output.1.contains("alert"))
                }
                #expect(!html.contains(String(repeating: "x", count: 100)))
            }
        }
    }

    @Test("isolate every text of somebody else, so that it does not turn the page's")
    func isolated() throws {
        try ExampleMirror.with(PageStage.hostileRows) { mirror in
            let html = try PageStage.html(of: mirror)
            let found = html.matches(of: /(<bdi>)?[^<>]{0,12}שלום/)
            let inCells = found.filter { !$0.output.0.contains("text") }
            #expect(!inCells.isEmpty)
            for match in html.matches(of: /<td[^>]*>([^<]*שלום)/) { Issue.record("\(match.output.1)") }
        }
    }

    @Test("name in the policy the hash of the very style and script that they hold")
    func policy() throws {
        try ExampleMirror.with { mirror in
            let html = try PageStage.html(of: mirror)
            #expect(html.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
            for (tag, directive) in [("style", "style-src"), ("script", "script-src")] {
                let text = try #require(html.firstRange(of: "<\(tag)>"))
                let end = try #require(html.firstRange(of: "</\(tag)>"))
                let hash = PageRenderer.hash(String(html[text.upperBound..<end.lowerBound]))
                #expect(html.contains("\(directive) &#39;sha256-\(hash)&#39;"))
            }
            #expect(!html.contains(" style=") && !html.contains("http:") && !html.contains("https:"))
        }
    }
}

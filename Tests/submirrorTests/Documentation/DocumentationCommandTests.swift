import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import submirror

/// Blocks marked `sh run` or `python run` are executed; the commands in other blocks are parsed.
///
/// `sh run with duckdb` needs that program, and `python run pandas` that module: without them, the block is left out,
/// unless SUBMIRROR_ALL_TOOLS says that they have to be there.
@Suite("Commands in the documentation")
struct DocumentationCommandTests {
    private static let runnable = Documentation.pages.filter { page in
        page.blocks.contains { $0.marks.contains(" run") && !$0.marks.hasPrefix("sql") }
    }

    /// One after the other in one shell: beside a filled mirror of a simulated company, or one that has a past.
    @Test("that are marked succeed", arguments: runnable)
    func succeed(page: Documentation.Page) async throws {
        var script = Self.function
        for block in page.blocks where block.marks.contains(" run") {
            script += try await Self.script(of: block)
        }
        if page.path == "docs/month-end.md" {
            try await MonthStage.with { stage in
                try await stage.tellSummer()
                #expect(try await stage.program.run("month", "close", "2026-08", "--with-gaps").status == 0)
                #expect(try await stage.program.run("month", "close", "2026-09").status == 0)
                try await stage.tellAutumn()
                try await expect(script, toSucceedIn: stage.directory, stage.environment)
            }
        } else {
            try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
                #expect(try await stage.program.run("sync").status == 0)
                try await expect(script, toSucceedIn: stage.directory, stage.environment)
            }
        }
    }

    private func expect(
        _ script: String, toSucceedIn directory: URL, _ environment: [String: String]
    ) async throws {
        var environment = environment
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        let shell = BuiltBinary(
            environment: environment, in: directory,
            startedBy: ["/bin/bash", "-xeuo", "pipefail", "-c", script])
        let result = try await shell.run()
        #expect(result.status == 0, "\(result.errors.suffix(2000))")
    }

    /// The program is the shell's own name.
    private static let function = "submirror() { \"$0\" \"$@\"; }\n"

    /// The one in whose environment the modules are.
    private static let python = ReaderTool.openpyxl.path ?? "python3"

    /// A block as the shell is given it; empty where a tool that it needs is missing.
    private static func script(of block: Documentation.Block) async throws -> String {
        let words = block.marks.split(separator: " ").map(String.init)
        let needs = words.dropFirst(2).filter { $0 != "with" }
        let isWanted = ProcessInfo.processInfo.environment["SUBMIRROR_ALL_TOOLS"] != nil
        for need in needs where !isWanted {
            let probe = "command -v \(need) || \(python) -c 'import \(need)'"
            guard try await Shell.result("/bin/bash", ["-c", probe]).status == 0 else { return "" }
        }
        switch words.first {
        case "sh": return block.text + "\n"
        case "python": return "\(python) - <<'BLOCK'\n\(block.text)\nBLOCK\n"
        default: return ""
        }
    }

    private static let shown = Documentation.pages.flatMap(\.blocks).filter { $0.marks == "sh" }

    @Test("that are only shown are understood", arguments: shown)
    func understood(block: Documentation.Block) throws {
        let lines = block.text.replacing(/\\\n */, with: "").split(separator: "\n")
        for line in lines {
            let words = Self.words(of: line)
            guard let start = words.lastIndex(of: "submirror"), start + 1 < words.count,
                [[], ["sudo"], ["sudo", "-u", "submirror"]].contains(Array(words[..<start]))
            else { continue }
            #expect(throws: Never.self, "\(line)") {
                _ = try Submirror.parseAsRoot(Array(words[(start + 1)...]))
            }
        }
    }

    /// The words of a line as a shell makes them, without its comment and its `&`.
    private static func words(of line: Substring) -> [String] {
        line.matches(of: /(?:^|\s)(?:'([^']*)'|"([^"]*)"|(#.*)|([^\s'"#][^\s]*))/).compactMap { match in
            (match.1 ?? match.2 ?? match.4).map(String.init)
        }.filter { $0 != "&" }
    }
}

import Foundation
import Testing

@Suite("What the process has from outside")
struct InvocationTests {
    @Test("is read in one place of the command line, and passed on", arguments: ["environment", "Date()"])
    func onePlace(what: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/submirror")
        let text = what == "Date()" ? what : "ProcessInfo.processInfo.\(what)"
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let readers = try (files?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" }
            .filter { try String(contentsOf: $0, encoding: .utf8).contains(text) }
        #expect(readers.map(\.lastPathComponent) == (what == "Date()" ? [] : ["Invocation.swift"]))
    }
}

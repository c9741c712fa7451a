import MirrorCore
import Testing

@testable import submirror

@Suite("--version")
struct BuildFactsTests {
    @Test("says the version, the commit and the libraries, as far as the build knew them")
    func text() {
        let built = BuildFacts.text(stamped: "commit 1a2b3c4d5e6f\nGRDB.swift 7.10.0\nswift-nio 2.101.2\n")
        let lines = built.split(separator: "\n")
        #expect(lines.first == "submirror \(ProgramVersion.text) (commit 1a2b3c4d5e6f)")
        #expect(
            lines.dropFirst().first?.wholeMatch(of: /SQLite 3\.\d+\.\d+, zstd [\d.]+, libdeflate [\d.]+.*/)
                != nil)
        #expect(lines.last == "GRDB.swift 7.10.0, swift-nio 2.101.2")
        #expect(lines.count == 3)

        let own = BuildFacts.text.split(separator: "\n")
        #expect(own.first == "submirror \(ProgramVersion.text) (commit unknown)")
        #expect(own.last == "Swift packages unknown")
    }
}

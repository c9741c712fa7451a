import Exports
import Foundation
import TestSupport
import Testing

@Suite("A file that a report is written to")
struct ReplacementFileTests {
    private struct Closed: Error {}

    @Test(
        "takes the place of an earlier one as a whole, with its mode; a failure leaves that one and nothing else"
    )
    func replaces() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appendingPathComponent("a.csv").path
            try ReplacementFile.write(to: path) { try $0(Array("old".utf8)) }
            chmod(path, 0o604)
            #expect(throws: Closed.self) {
                try ReplacementFile.write(to: path) { sink in
                    try sink(Array("half".utf8))
                    try #expect(String(contentsOfFile: path, encoding: .utf8) == "old")
                    throw Closed()
                }
            }
            try #expect(String(contentsOfFile: path, encoding: .utf8) == "old")
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.csv"])
            try ReplacementFile.write(to: path) { try $0(Array("new".utf8)) }
            try #expect(String(contentsOfFile: path, encoding: .utf8) == "new")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o604)
        }
    }

    @Test("is where a link leads to, and never a folder, a pipe, or in a folder that is not there")
    func places() async throws {
        try await withTemporaryDirectory { directory in
            let folder = directory.resolvingSymlinksInPath().path
            symlink("b.csv", folder + "/link")
            try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/b.csv"))
            try ReplacementFile.write(to: folder + "/link") { try $0(Array("new".utf8)) }
            try #expect(String(contentsOfFile: folder + "/b.csv", encoding: .utf8) == "new")
            try #expect(FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "b.csv")
            mkfifo(folder + "/pipe", 0o600)
            for path in [folder, folder + "/pipe"] {
                #expect(throws: ExportFailure.notAFile(path: path)) {
                    try ReplacementFile.write(to: path) { try $0([1]) }
                }
            }
            #expect(throws: ExportFailure.missingParent(path: folder + "/no")) {
                try ReplacementFile.write(to: folder + "/no/a.csv") { try $0([1]) }
            }
        }
    }
}

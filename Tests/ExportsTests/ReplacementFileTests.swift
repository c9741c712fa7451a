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

    @Test("leaves whatever is named like a draft of ours but is none, and clears what a dead process left")
    func leftovers() async throws {
        try await withTemporaryDirectory { directory in
            let files = FileManager.default
            func path(_ name: String) -> String { directory.path + "/" + name }
            func put(_ text: String, _ name: String) throws {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
            }
            // Another's file, another's folder, and a folder of ours into which somebody has put a letter.
            try put("mine", ".a.csv.partial-1")
            for number in 2...5 { mkdir(path(".a.csv.partial-\(number)"), 0o755) }
            try put("mine", ".a.csv.partial-2/new")
            for number in 3...5 { try put("", ".a.csv.partial-\(number)/.submirror") }
            try put("a letter", ".a.csv.partial-3/letter")
            try put("half", ".a.csv.partial-4/new")
            // Ours beside another target is left to whoever writes that one.
            mkdir(path(".b.csv.partial-6"), 0o755)
            try put("", ".b.csv.partial-6/.submirror")
            symlink(path("elsewhere"), path(".a.csv.partial-7"))
            mkdir(path("elsewhere"), 0o755)
            try put("", "elsewhere/.submirror")

            for write in [
                { try ReplacementFile.write(to: path("a.csv")) { try $0(Array("new".utf8)) } },
                {
                    try ReplacementFile.build(path("a.csv")) { folder in
                        try Data("new".utf8).write(to: URL(fileURLWithPath: folder + "/finished"))
                    }
                },
            ] as [() throws -> Void] {
                try write()
                try #expect(String(contentsOfFile: path("a.csv"), encoding: .utf8) == "new")
                try #expect(
                    files.contentsOfDirectory(atPath: directory.path).sorted() == [
                        ".a.csv.partial-1", ".a.csv.partial-2", ".a.csv.partial-3", ".a.csv.partial-7",
                        ".b.csv.partial-6", "a.csv", "elsewhere",
                    ])
                try #expect(String(contentsOfFile: path(".a.csv.partial-1"), encoding: .utf8) == "mine")
                try #expect(String(contentsOfFile: path(".a.csv.partial-2/new"), encoding: .utf8) == "mine")
                try #expect(
                    String(contentsOfFile: path(".a.csv.partial-3/letter"), encoding: .utf8) == "a letter")
                #expect(files.fileExists(atPath: path("elsewhere/.submirror")))
                if !files.fileExists(atPath: path(".a.csv.partial-4")) {
                    mkdir(path(".a.csv.partial-4"), 0o755)
                    try put("", ".a.csv.partial-4/.submirror")
                }
            }
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

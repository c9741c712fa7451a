import Files
import Foundation
import GRDB
import MirrorStore
import Schema
import TestSupport
import Testing

/// Invariant: an unusable file is refused with a specific failure, and is not written to.
@Suite("Files that cannot be opened")
struct MirrorFailureTests {
    /// How to make such a file, and the message when it is opened, given its path.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let make: @Sendable (URL) throws -> Void
        let expected: @Sendable (String) -> MirrorFailure
    }

    static let cases = [
        Case(testDescription: "no SQLite file") {
            try Data("a letter to a friend\n".utf8).write(to: $0)
        } expected: {
            .notAMirror(path: $0)
        },
        Case(testDescription: "another program's SQLite file") { file in
            try execute("CREATE TABLE recipe (name TEXT)", on: file)
        } expected: {
            .notAMirror(path: $0)
        },
        Case(testDescription: "another program's file with a number of its own") { file in
            try execute("PRAGMA application_id = 1; PRAGMA user_version = 99; CREATE TABLE a (b)", on: file)
        } expected: {
            .notAMirror(path: $0)
        },
        Case(testDescription: "a mirror of a newer program") { file in
            try MirrorStore.open(at: file).close()
            try execute("PRAGMA user_version = \(Schema.version + 1)", on: file)
        } expected: {
            .newerSchema(path: $0, found: Schema.version + 1, known: Schema.version)
        },
        Case(testDescription: "a mirror of before the first release") { file in
            try MirrorStore.open(at: file).close()
            try execute("PRAGMA user_version = 5", on: file)
        } expected: {
            .notAMirror(path: $0)
        },
        Case(testDescription: "a mirror that was cut off") { file in
            try MirrorStore.open(at: file).close()
            let handle = try FileHandle(forUpdating: file)
            try handle.truncate(atOffset: 20_000)
            try handle.close()
        } expected: {
            .damaged(path: $0, detail: "database disk image is malformed")
        },
        Case(testDescription: "a mirror whose tables were overwritten") { file in
            try MirrorStore.open(at: file).close()
            let handle = try FileHandle(forUpdating: file)
            try handle.seek(toOffset: 100)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 3_000))
            try handle.close()
        } expected: {
            .damaged(path: $0, detail: "database disk image is malformed")
        },
        Case(testDescription: "a directory") { file in
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        } expected: {
            .unsafe(.notAFile(path: $0))
        },
    ]

    @Test("are refused with what they are, and left as they were", arguments: cases)
    func refused(unusable: Case) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            try unusable.make(file)
            let before = try? Data(contentsOf: file)
            #expect(throws: unusable.expected(file.path)) { try MirrorStore.open(at: file) }
            #expect((try? Data(contentsOf: file)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["mirror.sqlite"])
        }
    }

    @Test(
        "a folder that this user may not write to is refused as that",
        arguments: ["", "new.sqlite", "a/new.sqlite"])
    func readOnlyFolder(name: String) async throws {
        try await withTemporaryDirectory { directory in
            try MirrorStore.open(at: directory.appendingPathComponent("mirror.sqlite")).close()
            let file = directory.appendingPathComponent(name.isEmpty ? "mirror.sqlite" : name)
            try setMode(0o644, of: directory.appendingPathComponent("mirror.sqlite"))
            try setMode(0o555, of: directory)
            defer { try? setMode(0o755, of: directory) }
            let failure = withoutRootsRights {
                #expect(throws: MirrorFailure.self) { try MirrorStore.open(at: file) }
            }
            #expect(failure == .notWritable(path: file.path))
        }
    }

    @Test("a directory that cannot be made is refused, with the reason")
    func noDirectory() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("file")
            try Data().write(to: file)
            let path = file.appendingPathComponent("mirror.sqlite").path
            let failure = #expect(throws: MirrorFailure.self) {
                try MirrorStore.open(at: URL(fileURLWithPath: path))
            }
            guard case .cannotOpen(path, let detail)? = failure else {
                Issue.record("not \(String(describing: failure))")
                return
            }
            #expect(!detail.isEmpty && !detail.contains("Error Domain"))
        }
    }

    @Test(
        "each says what failed and what to do",
        arguments: [
            MirrorFailure.notAMirror(path: "/a/b"), .newerSchema(path: "/a/b", found: 3, known: 1),
            .damaged(path: "/a/b", detail: "malformed"), .cannotOpen(path: "/a/b", detail: "no such device"),
            .diskFull(path: "/a/b"), .notWritable(path: "/a/b"), .busy(path: "/a/b"),
        ])
    func message(failure: MirrorFailure) {
        #expect("\(failure)".contains("/a/b"))
        #expect("\(failure)".contains(":"))
    }

    private func setMode(_ mode: Int, of file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    private static func execute(_ sql: String, on file: URL) throws {
        let database = try DatabaseQueue(path: file.path)
        try database.writeWithoutTransaction { try $0.execute(sql: sql) }
        try database.close()
    }
}

import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Schema
import TestSupport
import Testing

@Suite("Opening a mirror for reading")
struct MirrorReaderTests {
    @Test("a missing file is named, with what to do")
    func missing() throws {
        try ExampleMirror.with { mirror in
            let path = mirror.directory.path + "/none.sqlite"
            #expect(throws: MirrorReadFailure.missing(path: path)) { try MirrorReader(path: path) }
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(MirrorReadFailure.missing(path: path).message.contains("submirror sync"))
        }
    }

    @Test("a folder and a file of something else are not databases")
    func notADatabase() throws {
        try ExampleMirror.with { mirror in
            let folder = mirror.directory.path
            #expect(throws: MirrorReadFailure.notADatabase(path: folder)) { try MirrorReader(path: folder) }
            let file = folder + "/letter.sqlite"
            try String(repeating: "Kjære kunde. ", count: 1000).write(
                toFile: file, atomically: true, encoding: .utf8)
            #expect(throws: MirrorReadFailure.notADatabase(path: file)) { try MirrorReader(path: file) }
        }
    }

    @Test("a copy is the whole mirror, and its owner's alone")
    func copy() throws {
        try ExampleMirror.with { mirror in
            let copy = mirror.directory.path + "/copy.sqlite"
            let reader = try MirrorReader(path: mirror.path)
            try reader.copy(to: copy)
            let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let copied = try MirrorReader(path: copy)
            #expect(try copied.identity() == reader.identity())
            #expect(try copied.livingNumbers() == reader.livingNumbers())
            #expect(try !copied.livingNumbers().isEmpty)
            #expect(try copied.integrityProblems(isQuick: false) == [])
            let nowhere = mirror.directory.path + "/none/copy.sqlite"
            #expect {
                try reader.copy(to: nowhere)
            } throws: { error in
                (error as? MirrorReadFailure)?.message.hasPrefix("\(nowhere) cannot be read: the copy")
                    == true
            }
        }
    }

    @Test("an empty file is no mirror yet")
    func empty() throws {
        try ExampleMirror.with { mirror in
            let path = mirror.directory.path + "/empty.sqlite"
            try Data().write(to: URL(fileURLWithPath: path))
            #expect(throws: MirrorReadFailure.missing(path: path)) { try MirrorReader(path: path) }
        }
    }

    @Test("another program's file, an older and a newer schema are told apart")
    func versions() throws {
        try ExampleMirror.with { mirror in
            let path = mirror.path
            let known = Schema.version
            try mirror.write { try $0.execute(sql: "PRAGMA user_version = 999") }
            #expect(throws: MirrorReadFailure.newerSchema(path: path, found: 999, known: known)) {
                try mirror.reader()
            }
            try mirror.write { try $0.execute(sql: "PRAGMA user_version = 0") }
            #expect(throws: MirrorReadFailure.olderSchema(path: path, found: 0, known: known)) {
                try mirror.reader()
            }
            try mirror.write { try $0.execute(sql: "PRAGMA application_id = 7") }
            #expect(throws: MirrorReadFailure.notAMirror(path: path)) { try mirror.reader() }
        }
    }

    @Test(
        "a mirror whose schema is not as submirror makes it is not read, and what differs is named",
        arguments: [
            (
                "CREATE TRIGGER t AFTER INSERT ON sync_run BEGIN DELETE FROM _setting_version; END",
                "the trigger t, which is not submirror's", "restore a backup"
            ),
            ("CREATE VIEW evil AS SELECT 1", "the view evil, which is not submirror's", "restore a backup"),
            (
                "DROP VIEW party; CREATE VIEW party AS SELECT 'x' AS msisdn",
                "the view party, which is not as submirror makes it", "`submirror sync`"
            ),
            ("DROP VIEW change", "no view change", "`submirror sync`"),
        ])
    func foreignSchema(sql: String, words: String, advice: String) throws {
        try ExampleMirror.with { mirror in
            try mirror.write { try $0.execute(sql: sql) }
            do {
                _ = try mirror.reader()
                Issue.record("it was opened")
            } catch let error as MirrorReadFailure {
                #expect(error.message.hasPrefix("\(mirror.path) contains \(words): "))
                #expect(error.message.contains(advice))
            }
        }
    }

    @Test("a damaged file is named as damaged")
    func damaged() throws {
        try ExampleMirror.with { mirror in
            var bytes = try Data(contentsOf: URL(fileURLWithPath: mirror.path))
            // Every page except the first becomes rubbish.
            bytes.replaceSubrange(4096..., with: [UInt8](repeating: 0xAB, count: bytes.count - 4096))
            try bytes.write(to: URL(fileURLWithPath: mirror.path))
            #expect(throws: MirrorReadFailure.damaged(path: mirror.path)) {
                try mirror.reader().rows(of: Query("SELECT * FROM party_history"))
            }
        }
    }

    @Test("a path with blanks, a question mark and a percent sign is a path")
    func oddPath() throws {
        try ExampleMirror.with { mirror in
            let path = mirror.directory.path + "/på vei? 100%.sqlite"
            try FileManager.default.copyItem(atPath: mirror.path, toPath: path)
            try #expect(
                MirrorReader(path: path).rows(of: Query("SELECT count(*) FROM subscription"))
                    == [[.integer(5)]])
        }
    }

    @Test(
        "a pipe where one of its files belongs is refused, not waited for",
        arguments: ["-wal", "-shm", "-journal"])
    func pipe(suffix: String) throws {
        try ExampleMirror.with { mirror in
            let path = mirror.path + suffix
            unlink(path)
            try #require(mkfifo(path, 0o600) == 0)
            let failure = #expect(throws: MirrorReadFailure.self) { try mirror.reader() }
            #expect(failure?.message.hasPrefix("\(path) is not a file") == true)
        }
    }

    @Test("what a run commits meanwhile is seen by the next read")
    func seesCommits() throws {
        try ExampleMirror.with { mirror in
            let writer = try DatabaseQueue(path: mirror.path)
            let reader = try mirror.reader()
            let count = Query("SELECT count(*) FROM quarantine")
            try #expect(reader.rows(of: count) == [[.integer(1)]])
            try writer.write { try $0.execute(sql: "DELETE FROM quarantine") }
            try #expect(reader.rows(of: count) == [[.integer(0)]])
        }
    }

    /// SQLite cannot create the log's index in a folder without write access.
    @Suite("where SQLite cannot write beside the file")
    struct LockedFolder {
        private func withLocked(_ mirror: ExampleMirror, _ body: () throws -> Void) throws {
            let folder = mirror.directory.path
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: mirror.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
            try withoutRootsRights(body)
        }

        @Test("it is read as it lies when no log is left beside it")
        func readsWithoutLog() throws {
            try ExampleMirror.with { mirror in
                try withLocked(mirror) {
                    try #expect(
                        mirror.reader().rows(of: Query("SELECT count(*) FROM subscription"))
                            == [[.integer(5)]])
                }
            }
        }

        @Test("it says what to do when changes are still in the log")
        func refusesWithLog() throws {
            try ExampleMirror.with { mirror in
                try Data(repeating: 1, count: 4096).write(to: URL(fileURLWithPath: mirror.path + "-wal"))
                try withLocked(mirror) {
                    #expect(throws: MirrorReadFailure.logOutOfReach(path: mirror.path)) {
                        try mirror.reader()
                    }
                }
            }
        }

        @Test("a read during which the file was written fails")
        func noticesWrites() throws {
            try ExampleMirror.with { mirror in
                var reader: MirrorReader?
                try withLocked(mirror) { reader = try mirror.reader() }
                try Data(contentsOf: URL(fileURLWithPath: mirror.path)).write(
                    to: URL(fileURLWithPath: mirror.path))
                let opened = try #require(reader)
                #expect(throws: MirrorReadFailure.changedWhileReading(path: mirror.path)) {
                    try opened.rows(of: Query("SELECT 1"))
                }
            }
        }
    }
}

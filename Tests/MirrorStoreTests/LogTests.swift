import Foundation
import GRDB
import MirrorCore
import Schema
import TestSupport
import Testing

@testable import MirrorStore

/// Invariant: the write-ahead log beside a mirror is only read with the state of the
/// file for which it was written.
@Suite("The log beside a mirror")
struct LogTests {
    /// A file that replaces the mirror of a killed run while the run's log stays.
    enum Backup: CaseIterable {
        /// A copy from two runs earlier.
        case earlier
        /// A copy made during the killed run, before its log was copied into the file and started anew.
        case ofThisRun
        /// A copy that VACUUM INTO made just before the killed run.
        case vacuumed
    }

    private func save(_ value: String, to file: URL) async throws {
        let store = try MirrorStore.open(at: file)
        try await store.keep(.invented("a", value))
        try store.close()
    }

    private func put(_ copy: URL, inPlaceOf file: URL) throws {
        try? FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(at: copy, to: file)
    }

    /// Leaves `file` in the state of a killed run, with the log of its last commits beside it.
    private func kill(_ file: URL, isLong: Bool = false, backup: URL? = nil) async throws {
        let store = try MirrorStore.open(at: file)
        try await store.keep(.invented("a", "of the run"))
        if let backup {
            let source = try DatabaseQueue(path: file.path)
            try source.backup(to: DatabaseQueue(path: backup.path))
        }
        if isLong {
            try await store.keep(.invented("long", ""))
            try await store.keep(.invented("long", String(repeating: "x", count: 36 << 20)))
            #expect(try LogOwnership.of(path: file.path, waiting: .immediateError) == .copied)
        }
        try await store.keep(.invented("b", "the last"))
        let killed = file.deletingLastPathComponent().appendingPathComponent("killed")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: file.path + suffix, toPath: killed.path + suffix)
        }
        try store.close()
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: file.path + suffix)
            try FileManager.default.moveItem(atPath: killed.path + suffix, toPath: file.path + suffix)
        }
    }

    @Test("is refused beside a backup that was restored, which stays as it is", arguments: Backup.allCases)
    func restored(backup: Backup) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let copy = directory.appendingPathComponent("backup.sqlite")
            try await save("early", to: file)
            if backup == .earlier { try FileManager.default.copyItem(at: file, to: copy) }
            try await save("later", to: file)
            if backup == .vacuumed {
                try await DatabaseQueue(path: file.path).writeWithoutTransaction { db in
                    try db.execute(sql: "VACUUM INTO ?", arguments: [copy.path])
                }
            }
            try await kill(
                file, isLong: backup == .ofThisRun, backup: backup == .ofThisRun ? copy : nil)
            try put(copy, inPlaceOf: file)
            let before = try [
                Data(contentsOf: file), Data(contentsOf: URL(fileURLWithPath: file.path + "-wal")),
            ]
            #expect(throws: MirrorFailure.foreignLog(path: file.path)) { try MirrorStore.open(at: file) }
            #expect(
                try [Data(contentsOf: file), Data(contentsOf: URL(fileURLWithPath: file.path + "-wal"))]
                    == before)
            // As the message advises.
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
            let expected = [Backup.earlier: "early", .ofThisRun: "of the run", .vacuumed: "later"]
            let store = try MirrorStore.open(at: file)
            #expect(
                try MirrorContents(path: file.path).rows("SELECT value FROM _state") == [expected[backup]])
            try store.close()
        }
    }

    @Test(
        "is taken beside the state that it was written for, also by two runs that are killed",
        arguments: [false, true])
    func own(isLong: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            try await save("early", to: file)
            for _ in 0..<2 { try await kill(file, isLong: isLong) }
            // Meanwhile read by a connection that prevents copying the log.
            let store = try MirrorStore.open(at: file)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(path: file.path, configuration: configuration)
            try reader.inDatabase { try $0.execute(sql: "BEGIN; SELECT * FROM _log") }
            try await store.keep(.invented("long", String(repeating: "y", count: 36 << 20)))
            try await store.keep(.invented("b", "the very last"))
            #expect(
                try LogOwnership.of(path: file.path, waiting: .immediateError) == .ahead,
                "the file lacks what its log holds")
            try reader.inDatabase { try $0.execute(sql: "COMMIT") }
            try reader.close()
            try store.close()
            try MirrorStore.open(at: file).close()
            #expect(
                try MirrorContents(path: file.path).rows("SELECT value FROM _state WHERE key = 'mirror.b'")
                    == ["the very last"])
        }
    }

    @Test("a write that is cancelled ends as cancelled, not as an error of the file")
    func cancelled() async throws {
        try await withTemporaryMirror { store in
            let (begun, begin) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await store.write { db in
                    begin.yield()
                    try db.execute(
                        sql: """
                            INSERT INTO _state (key, value)
                            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                            SELECT 'count', count(*) FROM n
                            """)
                }
            }
            for await _ in begun { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    /// An interrupted copy has some pages of the log and lacks others.
    @Test("is its own, too, when the copy of an upgrade was cut off between any two pages")
    func cutOff() {
        let before = LogMark(era: "a", commits: 7, layout: 20, cookie: 20, base: "")
        let through = LogMark(era: "b", commits: 3, layout: 25, cookie: 25, base: before.signature)
        for bare in [
            before, LogMark(era: "a", commits: 7, layout: 20, cookie: 25, base: ""),
            LogMark(era: "b", commits: 3, layout: 25, cookie: 20, base: before.signature),
        ] {
            #expect(LogOwnership.of(through, bare: bare) == .ahead)
        }
        // Of an earlier state, and a copy by VACUUM INTO, which advances the cookie.
        let earlier = LogMark(era: "a", commits: 6, layout: 20, cookie: 20, base: "")
        #expect(LogOwnership.of(through, bare: earlier) == .foreign)
        let vacuumed = LogMark(era: "a", commits: 7, layout: 20, cookie: 21, base: "")
        #expect(LogOwnership.of(through, bare: vacuumed) == .foreign)
        let ofThisRun = LogMark(era: "b", commits: 2, layout: 25, cookie: 26, base: before.signature)
        #expect(LogOwnership.of(through, bare: ofThisRun) == .foreign)
    }

    @Test("is its own while a run that renewed a view is under way")
    func renewedView() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appendingPathComponent("mirror.sqlite")
            let first = try MirrorStore.open(at: path)
            _ = try await first.beginRun(.backfill, at: .hour(8))
            try first.close()
            let other = try DatabaseQueue(path: path.path)
            try other.inDatabase { db in try db.execute(sql: "DROP VIEW sim_card") }
            try other.close()
            let store = try MirrorStore.open(at: path)
            let busyMode = Database.BusyMode.immediateError
            #expect(try LogOwnership.of(path: path.path, waiting: busyMode) == .ahead)
            _ = try await store.beginRun(.backfill, at: .hour(9))
            #expect(try LogOwnership.of(path: path.path, waiting: busyMode) == .ahead)
            try store.close()
        }
    }

    @Test("of another program is read whatever stands in it")
    func foreignTable() throws {
        let database = try DatabaseQueue()
        try database.inDatabase { db in
            try db.execute(
                sql: "CREATE TABLE _log (era, base, layout, commits); INSERT INTO _log DEFAULT VALUES")
            #expect(try LogMark(in: db)?.signature == "")
        }
    }
}

import Foundation
import GRDB
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: after the wipe no byte of forgotten data is in any file of the folder; until then the mirror
/// says that the wipe is due, whatever process dies or reads meanwhile.
@Suite("Wiping what was forgotten")
struct ForgetWipeTests {
    private let person = ForgottenPerson()

    @Test("leaves no byte of it in the mirror or its log, neither of what was nor of what had been before")
    func bytes() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            // All of it is in the files, even values overwritten long ago: this shows that the
            // search finds existing traces.
            #expect(Set(try traces(bench).values.joined()) == Set(person.secrets))
            #expect(try FileBytes.traces(of: compressed, in: folder(bench)) != [:])
            _ = try await bench.store.forget(.numbers([person.msisdn]))
            #expect(try traces(bench) != [:], "deleting alone would do, and this test could not fail")
            try await bench.store.wipe()
            #expect(try traces(bench) == [:])
            #expect(try FileBytes.traces(of: compressed, in: folder(bench)) == [:])
            #expect(
                try documents(bench).filter { document in person.secrets.contains { document.contains($0) } }
                    == [])
            #expect(try documents(bench).count == 60)
            try bench.store.close()
            #expect(try traces(bench) == [:])
        }
    }

    @Test("with rows that were deleted and pages that were freed before anybody forgot")
    func freePages() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            try bench.change(
                """
                PRAGMA secure_delete = OFF;
                UPDATE party_history SET last_name = 'Kortnamn' WHERE msisdn = '4790000777';
                DELETE FROM party_history WHERE msisdn <> '4790000777' AND msisdn > '4790000020';
                """)
            _ = try await bench.store.forget(.numbers([person.msisdn]))
            try await bench.store.wipe()
            #expect(try traces(bench) == [:])
            #expect(try bench.contents.rows("PRAGMA freelist_count") == ["0"])
        }
    }

    @Test("is due until it is done, also for whoever opens the mirror next")
    func mark() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            #expect(try await bench.store.isWipeDue() == false)
            _ = try await bench.store.forget(.numbers([person.msisdn]))
            let before = try bench.contents.tables()
            try bench.store.close()
            let next = try MirrorStore.open(at: URL(fileURLWithPath: bench.store.path))
            #expect(try await next.isWipeDue())
            try await next.wipe()
            #expect(try await next.isWipeDue() == false)
            #expect(
                try bench.contents.differences(from: before)
                    == ["_state": TableDifference(went: ["mirror.wipe|rewrite"])])
            #expect(try traces(bench) == [:])
            try next.close()
        }
    }

    @Test("in a folder of any name")
    func oddFolder() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("o'hara \"ø\" %20/mirror.sqlite")
            let store = try MirrorStore.open(at: file)
            let run = try await store.beginRun(.incremental, at: .hour(8))
            _ = try await store.save(
                [.failed(person.msisdn, stage: .fetch, error: "400")], of: run, at: .hour(9))
            #expect(try await store.forget(.numbers([person.msisdn])).removed == ["quarantine": 1])
            try await store.wipe()
            try store.close()
            #expect(
                try FileBytes.traces(of: person.secrets, in: file.deletingLastPathComponent()) == [:])
        }
    }

    @Test("does nothing when nothing was forgotten")
    func notDue() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            let file = folder(bench).appendingPathComponent("mirror.sqlite-wal")
            let before = try Data(contentsOf: file)
            try await bench.store.wipe()
            #expect(try Data(contentsOf: file) == before)
        }
    }

    @Test("a reader of an older state holds it up; when it has ended, what is left to do is little")
    func reader() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            var configuration = Configuration()
            configuration.readonly = true
            configuration.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(path: bench.store.path, configuration: configuration)
            try await reader.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN; SELECT count(*) FROM subscription")
            }
            _ = try await bench.store.forget(.numbers([person.msisdn]))
            await #expect(throws: MirrorFailure.busy(path: bench.store.path)) { try await bench.store.wipe() }
            #expect(try await bench.store.isWipeDue())
            #expect(
                try bench.contents.rows("SELECT value FROM _state WHERE key = 'mirror.wipe'") == ["truncate"])
            #expect(try traces(bench) != [:])
            try await reader.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
            try reader.close()
            try await bench.store.wipe()
            #expect(try traces(bench) == [:])
        }
    }

    @Test("needs room for the mirror twice, and for the log of the deletions")
    func need() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            let pages = try #require(Int(try bench.contents.rows("PRAGMA page_count")[0]))
            #expect(try await bench.store.bytesNeededToWipe() == 2 * pages * 4096 + 67_108_864)
        }
    }

    private func folder(_ bench: StoreBench) -> URL {
        URL(fileURLWithPath: bench.store.path).deletingLastPathComponent()
    }

    private func traces(_ bench: StoreBench) throws -> [String: [String]] {
        try FileBytes.traces(of: person.secrets, in: folder(bench))
    }

    /// The person's documents as stored, without the first bytes, which all documents share.
    private var compressed: [(name: String, bytes: [Data])] {
        person.rawDocuments.enumerated().map { index, raw in
            ("document \(index)", [Data(raw.compressed.dropFirst(12).prefix(24))])
        }
    }

    /// The stored documents.
    private func documents(_ bench: StoreBench) throws -> [String] {
        try bench.contents.read { db in
            try Row.fetchAll(db, sql: "SELECT dictionary, compressed FROM _raw_document").map { row in
                let raw = RawDocument(dictionary: row[0], compressed: [UInt8](row[1] as Data))
                return String(decoding: try #require(raw.document), as: UTF8.self)
            }
        }
    }
}

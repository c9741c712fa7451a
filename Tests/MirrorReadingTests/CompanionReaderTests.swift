import Foundation
import GRDB
import MirrorCore
import TestSupport
import Testing

@testable import MirrorReading

/// Invariant: what two connections read together is from one state of the mirror, whoever writes meanwhile.
@Suite("A companion of a reader")
struct CompanionReaderTests {
    @Test("reads what the first connection reads, though somebody writes after they began")
    func sameState() throws {
        try ExampleMirror.with("") { mirror in
            let reader = try mirror.reader()
            let companion = try CompanionReader(of: reader)
            try reader.read { db in
                let before = try Self.count(in: db)
                let mayRead = PendingResult<Bool>()
                let pending = try #require(
                    companion.begin { db, _ in
                        _ = try mayRead.wait()
                        return try Self.count(in: db)
                    })
                try Self.write(to: mirror.path)
                mayRead.keep(.success(true))
                #expect(try pending.wait() == before)
                #expect(try Self.count(in: db) == before)
            }
            #expect(try reader.read(Self.count) == 1)
        }
    }

    @Test(
        "does not begin if somebody wrote before or after the first connection began",
        arguments: [true, false])
    func otherState(isBefore: Bool) throws {
        try ExampleMirror.with("") { mirror in
            let reader = try mirror.reader()
            let companion = try CompanionReader(of: reader)
            if isBefore { try Self.write(to: mirror.path) }
            try reader.read { db in
                _ = try Self.count(in: db)
                if !isBefore { try Self.write(to: mirror.path) }
                #expect(companion.begin { db, _ in try Self.count(in: db) } == nil)
            }
        }
    }

    @Test("gives the error that ended it")
    func fails() throws {
        struct Fault: Error {}
        try ExampleMirror.with("") { mirror in
            let reader = try mirror.reader()
            let companion = try CompanionReader(of: reader)
            try reader.read { db in
                _ = try Self.count(in: db)
                let pending = try #require(companion.begin { _, _ -> Int in throw Fault() })
                #expect(throws: Fault.self) { try pending.wait() }
            }
        }
    }

    private static func count(in db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM _state WHERE key = 'invented'") ?? 0
    }

    private static func write(to path: String) throws {
        try DatabaseQueue(path: path).write { db in
            try db.execute(sql: "INSERT INTO _state (key, value) VALUES ('invented', '1')")
        }
    }
}

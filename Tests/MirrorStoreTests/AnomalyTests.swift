import Foundation
import GRDB
import MirrorCore
import TestSupport
import Testing

@testable import MirrorStore

@Suite("What was not as documented")
struct AnomalyTests {
    @Test("has at most a thousand rows: what is new when they are full is counted together")
    func isBounded() async throws {
        try await withTemporaryMirror { store in
            let limit = AnomalyWriter.rowLimit
            try await store.write { db in
                let writer = try AnomalyWriter(in: db, now: .hour(8))
                for index in 1...(limit + 20) {
                    try writer.save([
                        Anomaly(path: "$.key\(index)", kind: .unknownKey, count: 1, example: nil)
                    ])
                }
                // A path that already has a row is counted there.
                try writer.save([Anomaly(path: "$.key1", kind: .unknownKey, count: 2, example: nil)])
            }
            let contents = MirrorContents(path: store.path)
            #expect(try contents.rows("SELECT count(*) FROM anomaly") == ["\(limit + 1)"])
            #expect(
                try contents.rows("SELECT path, count FROM anomaly WHERE count > 1 ORDER BY path")
                    == ["$.key1|3", "?|20"])
        }
    }
}

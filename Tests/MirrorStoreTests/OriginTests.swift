import Foundation
import GRDB
import MirrorCore
import TestSupport
import Testing

@testable import MirrorStore

/// Invariant: everything in a mirror came from the origin to which it is bound, or is
/// queued for verification there.
@Suite("The origin of a mirror")
struct OriginTests {
    let origin = MirrorOrigin(baseURL: "https://api.example", clientHash: "c1", userHash: "u1")
    let numbers = (1...3).map { Msisdn.invented($0) }

    @Test("each mirror has a random id of its own, which opening it again does not change")
    func ownID() async throws {
        try await StoreBench.with { first in
            try await StoreBench.with { second in
                let ids = try [first, second].map { try $0.contents.rows("SELECT id FROM _mirror") }
                #expect(ids.allSatisfy { $0.count == 1 && $0[0].wholeMatch(of: /[0-9a-f]{32}/) != nil })
                #expect(ids[0] != ids[1])
                try MirrorStore.open(at: URL(fileURLWithPath: first.store.path)).close()
                #expect(try first.contents.rows("SELECT id FROM _mirror") == ids[0])
                #expect(try first.contents.rows("SELECT mirror_id FROM snapshot_info") == ids[0])
            }
        }
    }

    @Test("an empty mirror takes any origin, the same origin changes nothing")
    func binds() async throws {
        try await StoreBench.with { bench in
            let mistyped = MirrorOrigin(baseURL: "https://apy.example", clientHash: "c1", userHash: nil)
            #expect(try await bench.store.bind(to: mistyped, at: .hour(8)) == .bound)
            #expect(try await bench.store.bind(to: origin, at: .hour(9)) == .bound)
            let bound = try bench.contents.rows(
                "SELECT base_url, client_hash, user_hash, bound_at FROM _mirror")
            #expect(bound == ["https://api.example|c1|u1|2026-03-01T09:00:00Z"])
            try await bench.save(.invented(numbers[0]), at: .hour(9))
            let before = try bench.contents.tables()
            #expect(try await bench.store.bind(to: origin, acceptsMove: true, at: .hour(10)) == .kept)
            #expect(try bench.contents.differences(from: before) == [:])
        }
    }

    @Test("a mirror that does not say whose it is, as somebody emptied the table, is refused")
    func emptied() async throws {
        try await StoreBench.with { bench in
            try await bench.store.bind(to: origin, at: .hour(8))
            try await bench.store.write { db in try db.execute(sql: "DELETE FROM _mirror") }
            let failure = MirrorFailure.damaged(path: bench.store.path, detail: "its origin is missing")
            await #expect(throws: failure) { try await bench.store.bind(to: origin, at: .hour(10)) }
        }
    }

    @Test("a mirror of before is bound to what its next run names, whatever it holds")
    func bindsFilled() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(numbers[0]), at: .hour(9))
            #expect(try await bench.store.bind(to: origin, at: .hour(10)) == .bound)
            #expect(try await bench.store.queueCount() == 0)
        }
    }

    @Test(
        "a filled mirror refuses another origin and says which settings differ",
        arguments: [
            ("https://api.example", "c1", "u2", ["oauth.username"]),
            ("https://api.example", "c2", "u1", ["oauth.client_id"]),
            ("https://api.example", "c1", nil, ["oauth.username"]),
            ("https://other.example", "c2", "u2", ["api.base_url", "oauth.client_id", "oauth.username"]),
        ] as [(String, String, String?, [String])])
    func refuses(baseURL: String, client: String, user: String?, settings: [String]) async throws {
        try await StoreBench.with { bench in
            try await bench.store.bind(to: origin, at: .hour(8))
            try await bench.save(.invented(numbers[0]), at: .hour(9))
            let before = try bench.contents.tables()
            let other = MirrorOrigin(baseURL: baseURL, clientHash: client, userHash: user)
            await #expect(
                throws: MirrorFailure.otherOrigin(
                    path: bench.store.path, settings: settings, baseURL: "https://api.example")
            ) { try await bench.store.bind(to: other, at: .hour(10)) }
            #expect(try bench.contents.differences(from: before) == [:])
        }
    }

    @Test("a mirror that holds no more than a catalogue is its origin's all the same")
    func bindsCatalogue() async throws {
        try await StoreBench.with { bench in
            try await bench.store.bind(to: origin, at: .hour(8))
            try await bench.store.save(
                types: [SubscriptionTypeRow(id: 1)], texts: [])
            let other = MirrorOrigin(baseURL: "https://other.example", clientHash: "c1", userHash: "u1")
            await #expect(throws: MirrorFailure.self) { try await bench.store.bind(to: other, at: .hour(9)) }
        }
    }

    @Test(
        "a move verifies every number, asks for a list, and lets no earlier list prove that a number is gone")
    func moves() async throws {
        try await StoreBench.with { bench in
            try await bench.store.bind(to: origin, at: .hour(8))
            for number in numbers { try await bench.save(.invented(number), at: .hour(8)) }
            try await bench.reconcile(listed: [numbers[0]], at: .hour(9))
            let other = MirrorOrigin(baseURL: "https://other.example", clientHash: "c1", userHash: "u1")
            #expect(
                try await bench.store.bind(to: other, acceptsMove: true, at: .hour(10))
                    == .moved(["api.base_url"]))
            #expect(
                try bench.contents.rows("SELECT msisdn, reason FROM _queue ORDER BY 1")
                    == ["4790000001|5", "4790000002|5", "4790000003|5"])
            #expect(try await bench.store.fact(.listAskedFor) == .hour(10))
            #expect(try await bench.store.lastListedAt() == nil)
            #expect(try await bench.deny(numbers[1], at: .hour(11)).parked == 0)
            #expect(try await bench.store.pollMemory()?.reached == .hour(9))
        }
    }
}

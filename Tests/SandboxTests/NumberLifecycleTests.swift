import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("Numbers that go, come back and move")
struct NumberLifecycleTests {
    private static let lately = "\(SandboxClient.subscriptions)?since=10"

    /// A number's row in the truth; nil if it is not living.
    private func row(_ msisdn: String, of server: SandboxServer) -> [String: TruthValue]? {
        server.truth().records(of: .subscription).first { $0["msisdn"] == .text(msisdn) }
    }

    private func cards(_ msisdn: String, of server: SandboxServer) -> [TruthValue?] {
        server.truth().records(of: .simCard).filter { $0["msisdn"] == .text(msisdn) }.map { $0["icc_id"] }
    }

    @Test("a returned number has the contract that it had, and the search shows it")
    func returned() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let before = server.truth().records(of: .subscription)
            let msisdn = try server.change(.removedSubscription).msisdn
            let detail = "\(SandboxClient.subscriptions)/\(msisdn)"
            #expect(try await client.get(detail).errorCode == 404001)
            clock.advance(by: 60)
            #expect(try await client.numbers(Self.lately, pageSize: 9) == [])
            #expect(try server.change(.returnedSubscription).msisdn == msisdn)
            #expect(try await client.numbers(Self.lately, pageSize: 9) == [msisdn])
            #expect(try await client.get(detail).status == 200)
            #expect(server.truth().records(of: .subscription) == before)
            #expect(throws: SandboxChangeRefusal.notApplicable(.returnedSubscription)) {
                try server.change(.returnedSubscription)
            }
            #expect(throws: SandboxChangeRefusal.msisdnTaken(msisdn)) {
                try server.change(.renewedSubscription, msisdn: msisdn)
            }
            #expect(throws: SandboxChangeRefusal.unknownMsisdn("4711111111")) {
                try server.change(.returnedSubscription, msisdn: "4711111111")
            }
        }
    }

    @Test("a new contract begins today, with another owner and other cards", arguments: [false, true])
    func newContract(wasGone: Bool) async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let msisdn = try #require(
                server.truth().records(of: .simCard).compactMap { card -> String? in
                    guard case .text(let number) = card["msisdn"], card["icc_id"] != .null else { return nil }
                    return number
                }.first)
            let (before, cardsBefore) = (row(msisdn, of: server), cards(msisdn, of: server))
            if wasGone { try server.change(.removedSubscription, msisdn: msisdn) }
            clock.advance(by: 60)
            let change = try server.change(wasGone ? .renewedSubscription : .reusedNumber, msisdn: msisdn)
            #expect(change.newValue == "2026-11-18")
            let after = try #require(row(msisdn, of: server))
            #expect(after["valid_from_date"] == .text("2026-11-18"))
            #expect(after["valid_from_date"] != before?["valid_from_date"])
            #expect(after["valid_to_date"] == .null && after["status"] == .text("ACTIVE"))
            #expect(Set(cards(msisdn, of: server)).isDisjoint(with: cardsBefore.filter { $0 != .null }))
            #expect(try await client.detail(msisdn).json["validFromDate"] == .text("2026-11-18"))
            #expect(try await client.numbers(Self.lately, pageSize: 9) == [msisdn])
            #expect(server.truth().msisdns.count == 60)
        }
    }

    @Test("a number that moves to another account tells only in the accounts' lists")
    func accountMove() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { _ in }, time: clock.time) { server, client in
            let msisdn = try #require(server.truth().msisdns.first)
            let before = try await client.detail(msisdn).body
            clock.advance(by: 60)
            let change = try server.change(.accountMove, msisdn: msisdn)
            let (old, new) = (try #require(change.oldValue), try #require(change.newValue))
            #expect(row(msisdn, of: server)?["account_id"] == .text(new))
            for (account, holds) in [(old, false), (new, true)] {
                let path = "\(SandboxClient.accounts)/\(account)/mobile-subscriptions"
                #expect(try await client.numbers(path, pageSize: 50).contains(msisdn) == holds)
            }
            let after = try await client.detail(msisdn).body
            #expect(after == before)
            #expect(try await client.numbers(Self.lately, pageSize: 9) == [])
        }
        try await withSandbox(.with { $0.accounts = 1 }) { server, _ in
            #expect(throws: SandboxChangeRefusal.notApplicable(.accountMove)) {
                try server.change(.accountMove)
            }
        }
    }

    @Test("many numbers can be removed at once, and brought back")
    func mass() async throws {
        try await withSandbox { server, client in
            let before = server.truth().msisdns
            let removed = server.change(.removedSubscription, share: 0.5).map(\.msisdn)
            #expect(removed.count == 30 && Set(removed).count == 30)
            #expect(server.truth().msisdns == before.filter { !removed.contains($0) })
            #expect(try await client.numbers(SearchTests.years, pageSize: 100).count == 30)
            let order = #"{"kind": "removed_subscription", "count": 5}"#
            let answer = try await client.post("/_sandbox/change", order).json
            #expect(answer["changes"]?.elements.count == 5)
            let back = #"{"kind": "returned_subscription", "share": 1}"#
            #expect(try await client.post("/_sandbox/change", back).json["changes"]?.elements.count == 35)
            #expect(server.truth().msisdns == before)
            #expect(server.change(.removedSubscription, share: 1).count == 60)
            #expect(server.change(.status, count: 3) == [])
            #expect(server.change(.newSubscription, count: 3).count == 3)
            for wrong in [#"{"kind": "status", "share": 2}"#, #"{"kind": "status", "count": 0}"#] {
                #expect(try await client.post("/_sandbox/change", wrong).status == 400)
            }
        }
    }
}

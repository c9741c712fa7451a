import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: an organization or an account goes with the last number that refers to it, and not before; no
/// remaining row refers to a deleted one.
@Suite("Organizations and accounts of what was forgotten")
struct ForgetSharedRowTests {
    private let person = ForgottenPerson()
    private let shared = "SELECT org_number FROM organization UNION SELECT id FROM account ORDER BY 1"

    @Test("stay as long as another number carries them, also in its history, and go with the last one")
    func lastOne() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person, others: 6)
            // A second number of the same sole trader, now with another owner.
            let second = Msisdn.invented(778)
            try await bench.store.save(
                listed: [second], account: person.account, of: 1, at: .hour(11))
            try await bench.save(
                .invented(second).changed { document in
                    document.organizations.append(person.company)
                    var payer = PartyRow(msisdn: second, role: .payer, kind: .organization)
                    payer.orgNumber = person.company.orgNumber
                    document.parties.append(payer)
                }, at: .hour(12))
            try await bench.save(.invented(second), at: .hour(13))
            _ = try await bench.store.forget(.numbers([person.msisdn]))
            #expect(
                try bench.contents.rows(shared) == ["10000001", person.account, "977000777", "999000111"])
            let summary = try await bench.store.forget(.numbers([second]))
            #expect(summary.removed["account"] == 1 && summary.removed["organization"] == 1)
            #expect(try bench.contents.rows(shared) == ["10000001", "999000111"])
            try await bench.store.wipe()
            let folder = URL(fileURLWithPath: bench.store.path).deletingLastPathComponent()
            #expect(try FileBytes.traces(of: person.secrets + [second.digits], in: folder) == [:])
        }
    }

    @Test("go together with several numbers that are forgotten together")
    func together() async throws {
        try await StoreBench.with { bench in
            let numbers = (1...3).map { Msisdn.invented($0) }
            for number in numbers { try await bench.save(.invented(number), at: .hour(9)) }
            let summary = try await bench.store.forget(.numbers(Array(numbers.prefix(2))))
            #expect(summary.removed["organization"] == nil)
            #expect(try await bench.store.forget(.numbers([numbers[2]])).removed["organization"] == 1)
        }
    }

    @Test("an organization that owns an account which is left stays")
    func owner() async throws {
        try await StoreBench.with { bench in
            var account = AccountRow(id: "10000001")
            account.ownerOrgNumber = "999000111"
            try await bench.save(.invented(.invented(1)), at: .hour(9))
            let progress = try await bench.beginReconcile(accounts: [], at: .hour(10))
            try await bench.store.save(accounts: [account], organizations: [], of: progress.id)
            let summary = try await bench.store.forget(.numbers([.invented(1)]))
            #expect(summary.removed["organization"] == nil && summary.removed["account"] == nil)
            #expect(try bench.contents.rows(shared) == ["10000001", "999000111"])
        }
    }

    @Test("a comparison under way that knows an account that went is begun anew; any other goes on")
    func comparisonUnderWay() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person, others: 6)
            let other = try await bench.beginReconcile(accounts: ["10000001"], at: .hour(13))
            _ = try await bench.store.forget(.numbers([.invented(1)]))
            #expect(try await bench.store.unfinishedReconcile()?.id == other.id)
            let under = try await bench.beginReconcile(
                accounts: ["10000001", person.account], at: .hour(14))
            _ = try await bench.store.forget(.numbers([person.msisdn]))
            #expect(try await bench.store.unfinishedReconcile() == nil)
            #expect(
                try bench.contents.rows(
                    "SELECT count(*) FROM _reconcile_part WHERE reconcile_id = \(under.id)")
                    == ["0"])
            // The last complete list is still valid.
            #expect(try await bench.store.lastListedAt() == .hour(8))
            // When the next run reconciles, the number comes back.
            try await bench.reconcile(listed: [person.msisdn], account: person.account, at: .hour(15))
            let again = try await bench.save(person.now, at: .hour(16))
            #expect(again.changed == 1 && again.quarantined == 0)
            #expect(
                try bench.contents.rows(
                    "SELECT account_id, first_seen_at FROM subscription WHERE msisdn = '4790000777'")
                    == ["\(person.account)|2026-03-01T16:00:00Z"])
        }
    }
}

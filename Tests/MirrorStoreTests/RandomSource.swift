import Foundation
import MirrorCore
import TestSupport

/// A source with random changes, removals and returns, which knows what a mirror of it must hold.
struct RandomSource {
    /// The observations that a mirror makes of it.
    enum Event {
        case seen([NormalizedSubscription])
        case missing([Msisdn])
    }

    private var random: SeededRandom
    private var documents: [Msisdn: NormalizedSubscription] = [:]
    let numbers = (1...4).map { Msisdn.invented($0) }

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    var living: [Msisdn] { documents.keys.sorted() }

    /// A later moment; sometimes the same one, or an earlier one, as a clock may be set back.
    mutating func later(than now: Date) -> Date {
        now.addingTimeInterval([0, 0, 1, 60, 3600, -1800].randomElement(using: &random) ?? 0)
    }

    mutating func next() -> Event {
        if !documents.isEmpty, Int.random(in: 0..<5, using: &random) == 0 {
            let gone = living.filter { _ in Bool.random(using: &random) }
            for msisdn in gone { documents[msisdn] = nil }
            return .missing(gone)
        }
        var seen: [NormalizedSubscription] = []
        for msisdn in numbers where Bool.random(using: &random) {
            let document = changed(documents[msisdn] ?? .invented(msisdn))
            documents[msisdn] = document
            seen.append(document)
        }
        return .seen(seen)
    }

    /// All current rows that a mirror of the source must hold for one number, as text, by relation.
    func expected(of msisdn: Msisdn) -> [String: [String]] {
        let document = documents[msisdn]
        var tables = ["subscription": document.map { [Self.line($0.subscription.values)] } ?? []]
        for rows in (document ?? NormalizedSubscription(subscription: SubscriptionRow(msisdn: msisdn))).rows {
            tables[rows.relation.name] = rows.cells.map(Self.line).sorted()
        }
        return tables
    }

    private mutating func changed(_ document: NormalizedSubscription) -> NormalizedSubscription {
        var random = random
        defer { self.random = random }
        return document.changed { document in
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                Self.changes.randomElement(using: &random)?(&document, Int.random(in: 0...2, using: &random))
            }
            document.simCards.shuffle(using: &random)
            document.addOns.shuffle(using: &random)
        }
    }

    private static let changes: [@Sendable (inout NormalizedSubscription, Int) -> Void] = [
        { $0.subscription.status = ["ACTIVE", "BARRED", nil][$1] },
        { $0.subscription.userReference1 = ["", "Kafé", "Kafe\u{301}"][$1] },
        { document, which in
            document.parties = document.parties.prefix(1) + []
            document.parties.first.map { _ in document.parties[0].lastName = ["Bråten", nil, "N/A"][which] }
        },
        { document, which in
            document.parties.removeAll()
            guard which > 0 else { return }
            document.parties = [PartyRow(msisdn: document.msisdn, role: .payer, kind: .organization)]
        },
        DocumentChange.simCards,
        { document, which in
            document.simCards = [
                SimCardRow(msisdn: document.msisdn, iccID: "89470\(which)", simMsisdn: nil, type: nil)
            ]
        },
        DocumentChange.settings, DocumentChange.addOns,
        { document, which in
            document.usageQuotas = (0..<which).map { index in
                var quota = UsageQuota()
                quota.occurrence = index + 1
                quota.value = [.null, .integer(1), .real(1.5)][index + which - 1]
                return SubscriptionUsageQuotaRow(msisdn: document.msisdn, quota: quota)
            }
        },
    ]

    private static func line(_ values: [Value]) -> String {
        values.map { value in
            switch value {
            case .null: "NULL"
            case .integer(let number): String(number)
            case .real(let number): String(number)
            case .text(let text): MirrorContents.spelledOut(text)
            }
        }.joined(separator: "|")
    }
}

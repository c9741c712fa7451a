import Foundation
import GRDB
import MirrorCore

/// Hands the chosen numbers out in portions, however many they are.
struct ForgetBatches {
    /// Each portion is a transaction, and costs one look through all parties and all versions.
    static let size = 5000

    private let choice: ForgetChoice
    /// The number that the last portion ended with.
    private var last = ""

    init(_ choice: ForgetChoice) {
        switch choice {
        case .numbers(let numbers): self.choice = .numbers(Set(numbers).sorted())
        case .goneBefore, .millomIDs: self.choice = choice
        }
    }

    /// The next portion, in order; empty when there are no more.
    mutating func next(in db: Database) throws -> [Msisdn] {
        let portion: [Msisdn]
        switch choice {
        case .numbers(let numbers):
            portion = Array(numbers.drop { $0.digits <= last }.prefix(Self.size))
        case .millomIDs: portion = []
        case .goneBefore(let moment):
            portion = try Self.gone(before: moment, after: last, in: db)
        }
        last = portion.last?.digits ?? last
        return portion
    }

    private static func gone(before moment: Date, after last: String, in db: Database) throws -> [Msisdn] {
        try String.fetchAll(
            db,
            sql: """
                SELECT number.msisdn FROM _gone AS number
                JOIN subscription ON subscription.msisdn = number.msisdn
                WHERE number.msisdn > :last AND subscription.gone_at < :moment
                ORDER BY number.msisdn LIMIT :limit
                """,
            arguments: ["last": last, "moment": Instant.text(moment), "limit": size]
        ).compactMap { Msisdn($0) }
    }
}

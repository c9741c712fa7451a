import Foundation
import GRDB
import MirrorCore

/// Splits the chosen numbers into batches of bounded size.
struct ForgetBatches {
    /// Each batch is one transaction and costs one scan of all parties and all versions.
    static let size = 5000

    private let choice: ForgetChoice
    /// The last number of the previous batch.
    private var last = ""
    /// How many numbers may still be handed out.
    private var left: Int

    /// - Parameter limit: the most numbers to hand out; nil: all.
    init(_ choice: ForgetChoice, limit: Int? = nil) {
        left = limit ?? .max
        switch choice {
        case .numbers(let numbers): self.choice = .numbers(Set(numbers).sorted())
        case .goneBefore, .millomIDs: self.choice = choice
        }
    }

    /// The next batch, in order; empty when none is left.
    mutating func next(in db: Database) throws -> [Msisdn] {
        let portion: [Msisdn]
        switch choice {
        case .numbers(let numbers):
            portion = Array(numbers.drop { $0.digits <= last }.prefix(Self.size))
        case .millomIDs: portion = []
        case .goneBefore(let moment):
            portion = try Self.gone(before: moment, after: last, in: db)
        }
        let given = Array(portion.prefix(left))
        left -= given.count
        last = given.last?.digits ?? last
        return given
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

package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// Makes quarantined numbers due now, whatever their next try was; nil means all.
    ///
    /// - Returns: the numbers that are quarantined, in order.
    package func retryQuarantined(_ numbers: [Msisdn]?, at now: Date) async throws -> [Msisdn] {
        try await change(
            numbers, "UPDATE quarantine SET next_attempt_at = ?2 WHERE msisdn = ?1",
            [.text(Instant.text(now))])
    }

    /// Removes numbers from the quarantine; nil means all.
    ///
    /// The last good state of each stays as it is. A number in the mirror is verified again in its turn; any
    /// other comes back with the next list that holds it.
    ///
    /// - Returns: the numbers that were quarantined, in order.
    package func dropQuarantined(_ numbers: [Msisdn]?) async throws -> [Msisdn] {
        try await change(numbers, "DELETE FROM quarantine WHERE msisdn = ?1")
    }

    private func change(
        _ numbers: [Msisdn]?, _ sql: String, _ more: [Value] = []
    ) async throws -> [Msisdn] {
        try await write { db in
            let present = try String.fetchAll(db, sql: "SELECT msisdn FROM quarantine ORDER BY msisdn")
                .compactMap { Msisdn($0) }
            let wanted = numbers.map(Set.init)
            let chosen = present.filter { wanted?.contains($0) ?? true }
            let statement = try SQLStatement(cached: sql, in: db)
            for msisdn in chosen { try statement.run([.text(msisdn.digits)] + more) }
            return chosen
        }
    }
}

import GRDB
package import MirrorCore

extension MirrorStore {
    /// Saves the catalogue, and that it was read.
    package func save(
        types: [SubscriptionTypeRow], texts: [ProductTexts], keeping facts: FactChanges = FactChanges()
    ) async throws {
        try await write { db in
            let shared = try SharedRowWriter(in: db)
            for row in types { try shared.save(row) }
            for product in texts { try shared.save(product) }
            try db.keep(facts)
        }
    }
}

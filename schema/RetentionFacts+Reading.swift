package import GRDB
package import MirrorCore

extension RetentionFacts {
    /// Reads them.
    ///
    /// - Throws: `DatabaseError`.
    package init(_ db: Database) throws {
        self.init()
        lastAt = try db.fact(.retentionAt)
        historyFrom = try db.fact(.historyFrom)
        goneFrom = try db.fact(.goneFrom)
        cursor = try db.fact(.historyCursor)
        versions = try db.fact(.retentionVersions) ?? 0
        forgotten = try db.fact(.retentionForgotten) ?? 0
    }
}

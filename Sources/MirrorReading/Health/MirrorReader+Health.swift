import GRDB
package import MirrorCore

extension MirrorReader {
    /// The faults that SQLite finds in the file, in SQLite's words; empty if it is sound.
    ///
    /// - Parameter isQuick: skips the comparison of indexes with tables, which takes most of the time.
    /// - Throws: ``MirrorReadFailure``.
    package func integrityProblems(isQuick: Bool) throws -> [String] {
        let words = try read { db in
            // Five are enough to recognize the kind of damage.
            try String.fetchAll(db, sql: isQuick ? "PRAGMA quick_check(5)" : "PRAGMA integrity_check(5)")
        }
        return words == ["ok"] ? [] : words
    }

    /// Counts the rows that refer to a missing row, by table.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func brokenReferences() throws -> [String: Int] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT \"table\" AS name, count(*) AS rows FROM pragma_foreign_key_check GROUP BY 1"
            )
            return Dictionary(
                rows.map { (RelationRegistry.mirror.relation(ofTable: $0["name"]), $0["rows"]) },
                uniquingKeysWith: +)
        }
    }

    /// How many numbers the mirror has, including queued ones.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func knownNumberCount() throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT known FROM _number_count)
                        + (SELECT count(*) FROM _queue WHERE msisdn NOT IN (SELECT msisdn FROM _subscription))
                    """) ?? 0
        }
    }

    /// Any number that is not gone; nil if there is none.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func anyLivingNumber() throws -> Msisdn? {
        try read { db in
            try String.fetchOne(db, sql: "SELECT msisdn FROM _living LIMIT 1")
        }.flatMap { Msisdn($0) }
    }

    /// The numbers that are not gone, ascending.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func livingNumbers() throws -> [Msisdn] {
        try read { db in
            try String.fetchAll(db, sql: "SELECT msisdn FROM _living ORDER BY msisdn")
        }.compactMap { Msisdn($0) }
    }
}

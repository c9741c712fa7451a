package import Foundation
package import GRDB
package import MirrorCore

extension MillomFacts {
    /// Reads them.
    package init(_ db: Database, now: Date) throws {
        self.init()
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT
                    count(*) AS records, count(*) FILTER (WHERE due_at <= :now) AS due,
                    count(*) FILTER (WHERE fetched_at IS NULL) AS never_read,
                    count(*) FILTER (WHERE error_cause IS NOT NULL) AS failing,
                    min(due_at) AS next_due_at, min(fetched_at) AS oldest_read_at,
                    max(fetched_at) AS newest_read_at
                FROM _millom_record
                WHERE subscriber IN (SELECT subscriber FROM _millom_subscriber WHERE is_followed = 1)
                """, arguments: ["now": Int64(now.timeIntervalSince1970)])
        records = row?["records"] ?? 0
        due = row?["due"] ?? 0
        neverRead = row?["never_read"] ?? 0
        failing = row?["failing"] ?? 0
        nextDueAt = (row?["next_due_at"] as Double?).map(Date.init(timeIntervalSince1970:))
        newestReadAt = (row?["newest_read_at"] as Double?).map(Date.init(timeIntervalSince1970:))
        oldestReadAt = (row?["oldest_read_at"] as Double?).map(Date.init(timeIntervalSince1970:))
        let people = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS followed, count(*) FILTER (WHERE is_known = 0) AS unknown
                FROM _millom_subscriber WHERE is_followed = 1
                """)
        followed = people?["followed"] ?? 0
        unknown = people?["unknown"] ?? 0
    }
}

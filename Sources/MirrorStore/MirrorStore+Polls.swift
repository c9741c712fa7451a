package import Foundation
import GRDB
package import MirrorCore

/// What one poll of the search has proven.
package struct PollRecord: Sendable, Equatable {
    /// The span of server time that it covers: from the start of its search to when its first pass began.
    package var from: Date
    package var to: Date
    package var pages: Int
    package var passes: Int
    /// Rows of all pages, repeated ones included.
    package var rows: Int
    /// The numbers that it listed.
    package var listed: Set<Msisdn>
    /// Those of them whose detail has to be fetched.
    package var changed: Set<Msisdn>

    package init(
        from: Date, to: Date, pages: Int, passes: Int, rows: Int, listed: Set<Msisdn>, changed: Set<Msisdn>
    ) {
        self.from = from
        self.to = to
        self.pages = pages
        self.passes = passes
        self.rows = rows
        self.listed = listed
        self.changed = changed
    }
}

extension MirrorStore {
    /// The server's time up to which every change is known or queued; nil before the first complete list began.
    package func watermark() async throws -> Date? {
        try await read { db in
            try String.fetchOne(db, sql: "SELECT max(to_at) FROM coverage").flatMap(Instant.date)
        }
    }

    /// What the last poll listed, and the server's time at which each detail was fetched after it.
    package func lastListing() async throws -> [Msisdn: Date] {
        try await read { db in
            var listing: [Msisdn: Date] = [:]
            let rows = try Row.fetchCursor(
                db, sql: "SELECT msisdn, fetched_at FROM _poll_listing WHERE fetched_at IS NOT NULL")
            while let row = try rows.next() {
                guard let msisdn = Msisdn(row[0]) else { continue }
                listing[msisdn] = Date(timeIntervalSince1970: row[1])
            }
            return listing
        }
    }

    /// Queues what a poll found and enters its span in the ledger, in one transaction.
    package func save(_ poll: PollRecord, of run: RunID, at now: Date) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO coverage (from_at, to_at, run_id, pages, passes, rows)
                    VALUES (:from, :to, :run, :pages, :passes, :rows)
                    """,
                arguments: [
                    "from": Instant.text(poll.from), "to": Instant.text(poll.to), "run": run.rawValue,
                    "pages": poll.pages, "passes": poll.passes, "rows": poll.rows,
                ])
            let known = try String.fetchSet(db, sql: "SELECT msisdn FROM _poll_listing")
            let drop = try db.cachedStatement(sql: "DELETE FROM _poll_listing WHERE msisdn = ?")
            for digits in known where Msisdn(digits).map({ !poll.listed.contains($0) }) ?? true {
                try drop.execute(arguments: [digits])
            }
            let list = try db.cachedStatement(
                sql: """
                    INSERT INTO _poll_listing (msisdn) VALUES (?)
                    ON CONFLICT (msisdn) DO UPDATE SET fetched_at = NULL
                    """)
            for msisdn in poll.changed { try list.execute(arguments: [msisdn.digits]) }
            try Self.enqueue(poll.changed.sorted(), reason: .changed, at: now, in: db)
        }
    }
}

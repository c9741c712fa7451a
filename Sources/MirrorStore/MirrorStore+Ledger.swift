import Foundation
import GRDB
import MirrorCore
import Pacing

extension MirrorStore {
    /// How long the ledger keeps one entry per poll.
    static let ledgerMemory = Duration.seconds(90 * 86_400)

    /// Removes coverage beyond the end of the newest poll, before that poll is entered.
    ///
    /// Invariant: nothing in the ledger lies after the newest poll's end. Such coverage was entered while a
    /// clock was wrong, or before it was set back: that time is still to come, and its changes are unknown.
    /// If a gap is cut away with it, only a list can show which numbers are new, so one is requested; and a
    /// list that began in the future no longer proves anything.
    static func cutCoverage(by poll: PollRecord, at now: Date, in db: Database) throws {
        let end = Instant.text(poll.to)
        let isAhead = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM coverage WHERE to_at > :end)", arguments: ["end": end])
        if isAhead == true {
            let before = try Self.stretchCount(in: db)
            try db.execute(
                sql: """
                    DELETE FROM coverage WHERE from_at > :end;
                    UPDATE coverage SET to_at = :end WHERE to_at > :end;
                    """, arguments: ["end": end])
            if try Self.stretchCount(in: db) < before {
                try db.keep(FactChanges(.listAskedFor, now))
            }
        }
        guard poll.serverOffset != nil else { return }
        try db.execute(
            sql: "UPDATE _reconcile SET started_at = '1970-01-01T00:00:00Z' WHERE started_at > :end",
            arguments: ["end": end])
    }

    /// Removes coverage from before the mirror existed, entered while a clock was far behind.
    static func cutBeginning(by poll: PollRecord, in db: Database) throws {
        guard let offset = poll.serverOffset,
            // Otherwise today's offset says nothing about the clock at the first run.
            abs(offset.inSeconds) <= ServerClock.longestStep.inSeconds,
            let first = try String.fetchOne(db, sql: "SELECT min(started_at) FROM sync_run")
                .flatMap(Instant.date)
        else { return }
        // The first run's time was taken from our clock.
        let floor = first.addingTimeInterval((offset - ServerClock.longestStep).inSeconds)
        // A floor later than the newest poll means that our own clock was ahead then.
        guard floor < poll.to else { return }
        try db.execute(
            sql: """
                DELETE FROM coverage WHERE to_at < :floor;
                UPDATE coverage SET from_at = :floor WHERE from_at < :floor;
                """, arguments: ["floor": Instant.text(floor)])
    }

    private static func stretchCount(in db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM _coverage_stretch") ?? 0
    }

    /// Merges adjacent entries that end before `moment` and have no gap between them.
    ///
    /// A timer that runs every few minutes makes a hundred thousand entries a year, of which
    /// only the gaps matter later. The oldest entry of a stretch stands for all, so the newest
    /// poll's entry stays the newest.
    static func foldCoverage(before moment: Date, in db: Database) throws {
        let stretches = try Row.fetchAll(
            db,
            sql: """
                SELECT min(entry) AS entry, min(from_at) AS from_at, max(to_at) AS to_at,
                    max(run_id) AS run_id, sum(pages) AS pages, sum(passes) AS passes, sum(rows) AS rows
                FROM _coverage_numbered WHERE to_at < :moment GROUP BY stretch HAVING count(*) > 1
                """, arguments: ["moment": Instant.text(moment)])
        for stretch in stretches {
            try db.execute(
                sql: """
                    DELETE FROM coverage
                    WHERE from_at >= :from AND to_at <= :to AND to_at < :moment AND rowid <> :entry
                    """,
                arguments: [
                    "from": stretch["from_at"] as String, "to": stretch["to_at"] as String,
                    "moment": Instant.text(moment), "entry": stretch["entry"] as Int64,
                ])
            try db.execute(
                sql: """
                    UPDATE coverage SET from_at = :from_at, to_at = :to_at, run_id = :run_id, pages = :pages,
                        passes = :passes, rows = :rows
                    WHERE rowid = :entry
                    """,
                arguments: [
                    "from_at": stretch["from_at"] as String, "to_at": stretch["to_at"] as String,
                    "run_id": stretch["run_id"] as Int64, "pages": stretch["pages"] as Int64,
                    "passes": stretch["passes"] as Int64, "rows": stretch["rows"] as Int64,
                    "entry": stretch["entry"] as Int64,
                ])
        }
    }
}

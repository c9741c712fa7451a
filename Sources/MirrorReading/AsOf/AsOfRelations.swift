import Foundation
import GRDB
import MirrorCore
import Schema

/// The relations whose state at an earlier time is known.
package enum AsOfRelations {
    /// Relations that hold only the present state, and so have no history to read.
    static let withoutHistory = RelationRegistry.mirror.names(past: .unknown)

    /// Relations shared by many subscriptions, of which only the present is kept.
    package static let shared = RelationRegistry.mirror.names(past: .asNow)

    /// The internal tables that are available for the past too.
    private static let internalKnown: Set<String> = [
        "_blank", "_completeness", "_coverage_numbered", "_coverage_stretch", "_gone", "_history_floor",
        "_living", "_number_count", "_report_day", "_subscription", "_subscription_state",
        "_subscription_version", "_unreadable_column",
        "_unreadable_now", "_waiting",
    ]

    /// Whether the past of `relation` is known; true for relations that are not ours, such as `json_each`.
    package static func isKnown(_ relation: String) -> Bool {
        !withoutHistory.contains(relation)
            && (!relation.hasPrefix("_") || internalKnown.contains(relation))
    }

    /// Creates temporary relations of the past on `db`; they shadow the mirror's own
    /// relations of the same names.
    static func show(_ asOf: AsOf, in db: Database) throws {
        db.add(function: refusal)
        // In memory, for readers that may not write anywhere.
        try db.execute(sql: "PRAGMA temp_store = MEMORY")
        for (_, sql) in Schema.asOf { try db.execute(sql: sql) }
        try db.execute(
            sql: "INSERT INTO _as_of (instant, second) VALUES (:instant, unixepoch(:instant))",
            arguments: ["instant": asOf.text])
        let made = try String.fetchSet(db, sql: "SELECT name FROM sqlite_temp_schema")
        for view in Schema.views where !made.contains(view.name) && view.name != "data_dictionary" {
            try db.execute(
                sql: view.sql.replacing("CREATE VIEW ", with: "CREATE TEMP VIEW ", maxReplacements: 1))
        }
        if let known = asOf.learnedBefore { try learn(asOf, before: known, in: db) }
    }

    /// Replaces the past as observed with the past as known later.
    private static func learn(_ asOf: AsOf, before known: Date, in db: Database) throws {
        try db.execute(sql: "DROP VIEW temp.subscription; DROP VIEW temp.party")
        for (_, sql) in Schema.learned { try db.execute(sql: sql) }
        try db.execute(
            sql: "INSERT INTO _known (instant, last_day) VALUES (:instant, :day)",
            arguments: [
                "instant": Instant.text(known),
                "day": CalendarDay.text(of: asOf.lastMoment, in: asOf.timeZone),
            ])
    }

    /// The function that the relations without history call.
    private static let refusal = DatabaseFunction("no_history", argumentCount: 1, pure: true) { arguments in
        throw DatabaseError(
            resultCode: .SQLITE_CONSTRAINT_FUNCTION, message: String.fromDatabaseValue(arguments[0]) ?? "")
    }
}

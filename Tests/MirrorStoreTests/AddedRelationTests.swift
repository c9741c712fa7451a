import GRDB
import MirrorCore
import Schema
import TestSupport
import Testing

@testable import MirrorStore

/// An invented row, as a detail might give it one day.
private struct VoicemailRow: RelationRow {
    static let relation = Relation(
        "voicemail",
        Wording("The mailboxes of each living subscription.", norwegian: "Postkassene til hvert abonnement."),
        history: Wording("Every version of every mailbox.", norwegian: "Hver versjon av hver postkasse."),
        storage: .versions,
        identity: [
            Relation.Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription.", norwegian: "Abonnementet."),
            Relation.Column(
                "box_id", .integer, isKnown: true, from: ["$.boxes[].id"], english: "The number of the box.",
                norwegian: "Postkassens nummer."),
            Relation.Column(
                "occurrence", .integer, isKnown: true, english: "Counts the rows.",
                norwegian: "Teller radene."),
        ],
        content: [
            Relation.Column(
                "greeting", .text, .reference, english: "What it says.", norwegian: "Det den sier."),
            Relation.Column("active", .boolean, english: "1: on.", norwegian: "1: på."),
        ],
        label: "greeting", indexes: ["box_id"])

    var msisdn: Msisdn
    var boxID: Int64
    var greeting: String?
    var active: Bool?

    var values: [Value] {
        [.text(msisdn.digits), .integer(boxID), Value(1), Value(greeting), Value(active)]
    }
}

/// Invariant: an entry in the registry, a migration and a row type are all that a new relation takes.
@Suite("A relation that is added")
struct AddedRelationTests {
    private static let registry = RelationRegistry(
        RelationRegistry.mirror.relations + [VoicemailRow.relation])
    private static let migration = """
        CREATE TABLE voicemail_history (
            msisdn        TEXT NOT NULL REFERENCES _subscription (msisdn),
            box_id        INTEGER NOT NULL,
            occurrence    INTEGER NOT NULL,
            greeting      TEXT,
            active        INTEGER,
            observed_from TEXT NOT NULL,
            observed_to   TEXT,
            PRIMARY KEY (msisdn, box_id, occurrence, observed_from)
        ) STRICT, WITHOUT ROWID;
        """
    private let msisdn = Msisdn.invented(1)

    @Test("is written, shown as it is and as it was, told in change and described, and forgotten")
    func isWhole() throws {
        let database = try DatabaseQueue()
        try database.inDatabase { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            try db.execute(sql: Self.migration)
            for view in Schema.views(of: Self.registry) { try db.execute(sql: view.sql) }
            try db.execute(
                sql: """
                    INSERT INTO _subscription VALUES
                        ('\(msisdn.digits)', '2026-03-01', '2026-03-02', '2026-03-02', x'00');
                    INSERT INTO _subscription_version (msisdn, observed_from)
                    VALUES ('\(msisdn.digits)', '2026-03-01');
                    """)
            try write(in: db)
            func rows(_ sql: String) throws -> [String] {
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map { $0.isNull ? "NULL" : String.fromDatabaseValue($0) ?? "\($0)" }
                        .joined(separator: "|")
                }
            }
            let now = "SELECT box_id, greeting, active FROM voicemail ORDER BY box_id"
            #expect(try rows(now) == ["7|Hei|NULL", "8|NULL|1"])
            #expect(
                try rows(
                    "SELECT observed_at, item, field, old_value, new_value, kind FROM change ORDER BY 2, 1"
                )
                .filter { !$0.contains(msisdn.digits) } == [
                    "2026-03-02|7|greeting|Hallo|Hei|changed", "2026-03-02|8|NULL|NULL|NULL|added",
                ])
            #expect(
                try rows(
                    """
                    SELECT "column", type, privacy, source, description_no FROM data_dictionary
                    WHERE relation = 'voicemail_history' AND ("column" IS NULL OR "column" = 'greeting')
                    """) == [
                        "NULL|NULL|NULL|NULL|Hver versjon av hver postkasse.",
                        "greeting|text|reference|NULL|Det den sier.",
                    ])
            let forgotten = try ForgetWriter(
                in: db, tables: ForgettingTables.ofNumbers(in: Self.registry)
            ).delete([msisdn])
            #expect(forgotten["voicemail_history"] == 3)
            #expect(try rows(now) == [])
        }
    }

    @Test("is shown as it was at an earlier moment")
    func asOf() throws {
        let database = try DatabaseQueue()
        try database.inDatabase { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            try db.execute(sql: "PRAGMA foreign_keys = OFF; \(Self.migration)")
            try write(in: db)
            db.add(function: DatabaseFunction("report_day", argumentCount: 0) { _ in "2026-03-01" })
            db.add(function: DatabaseFunction("no_history", argumentCount: 1) { _ in nil })
            for (_, sql) in Schema.asOf(of: Self.registry) { try db.execute(sql: sql) }
            try db.execute(sql: "INSERT INTO _as_of VALUES ('2026-03-01T12')")
            let view = try #require(Schema.views(of: Self.registry).first { $0.name == "voicemail" })
            try db.execute(sql: view.sql.replacing("CREATE VIEW", with: "CREATE TEMP VIEW"))
            #expect(try String.fetchAll(db, sql: "SELECT greeting FROM voicemail") == ["Hallo"])
        }
    }

    @Test("has tables in a snapshot, with its key and its index, and leaves in an order of its own")
    func leaves() throws {
        let snapshot = Schema.snapshot(of: Self.registry)
        #expect(
            snapshot["voicemail"] == """
                CREATE TABLE voicemail (
                    msisdn     TEXT NOT NULL REFERENCES subscription (msisdn),
                    box_id     INTEGER NOT NULL,
                    occurrence INTEGER NOT NULL,
                    greeting   TEXT,
                    active     INTEGER,
                    PRIMARY KEY (msisdn, box_id, occurrence)
                ) STRICT, WITHOUT ROWID;

                CREATE INDEX voicemail_by_box_id ON voicemail (box_id);

                """)
        #expect(
            snapshot["voicemail_history"]?.contains("PRIMARY KEY (msisdn, box_id, occurrence, observed_from)")
                == true)
        #expect(VoicemailRow.relation.order == ["msisdn", "box_id", "occurrence"])
        #expect(VoicemailRow.relation.isOfSubscriptions)
    }

    /// One box on the first day; the next day it says something else, and there is another.
    private func write(in db: Database) throws {
        let statements = try RelationStatements(VoicemailRow.relation, in: db)
        let first = VoicemailRow(msisdn: msisdn, boxID: 7, greeting: "Hallo")
        try statements.insert([first.values], observed: .text("2026-03-01"))
        let second = [
            VoicemailRow(msisdn: msisdn, boxID: 7, greeting: "Hei"),
            VoicemailRow(msisdn: msisdn, boxID: 8, active: true),
        ]
        let diff = RelationDiff(from: try statements.current(msisdn), to: second.map(\.values))
        try statements.remove(diff.removed, observed: .text("2026-03-02"))
        try statements.insert(diff.inserted, observed: .text("2026-03-02"))
    }
}

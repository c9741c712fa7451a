import GRDB
import MirrorCore
import Schema
import TestSupport
import Testing

@testable import MirrorStore

/// An invented row, as a future detail might contain it.
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
                "greeting", .text, .reference, isRepeated: true, english: "What it says.",
                norwegian: "Det den sier."),
            Relation.Column("active", .boolean, english: "1: on.", norwegian: "1: på."),
        ],
        label: "greeting", indexes: ["box_id"])

    var msisdn: Msisdn
    var boxID: Int64
    var greeting: String?
    var active: Bool?

    func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(boxID)
        try sink.add(1)
        try sink.add(repeated: greeting)
        try sink.add(active)
    }
}

/// Invariant: a new relation takes only an entry in the registry, a migration and a row type.
@Suite("A relation that is added")
struct AddedRelationTests {
    private static let registry = RelationRegistry(
        RelationRegistry.mirror.relations + [VoicemailRow.relation])
    private static let migration = """
        CREATE TABLE _voicemail_version (
            msisdn        TEXT NOT NULL REFERENCES _number (msisdn),
            box_id        INTEGER NOT NULL,
            occurrence    INTEGER NOT NULL,
            greeting      INTEGER REFERENCES _text (id),
            active        INTEGER,
            observed_from INTEGER NOT NULL REFERENCES _instant (second),
            observed_to   INTEGER REFERENCES _instant (second),
            PRIMARY KEY (msisdn, box_id, occurrence, observed_from)
        ) STRICT, WITHOUT ROWID;
        """
    private static let first = "2026-03-01T00:00:00Z"
    private static let second = "2026-03-02T00:00:00Z"
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
                    INSERT INTO _number VALUES
                        (1, '\(msisdn.digits)', '\(Self.first)', '\(Self.second)', '\(Self.second)', x'00');
                    """)
            try write(in: db)
            try db.execute(
                sql: "INSERT INTO _number_version (number, observed_from) SELECT 1, min(second) FROM _instant"
            )
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
                    "\(Self.second)|7|greeting|Hallo|Hei|changed",
                    "\(Self.second)|8|NULL|NULL|NULL|added",
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
                in: db, registry: Self.registry
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
            try db.execute(sql: "INSERT INTO _as_of VALUES ('\(Self.second)', unixepoch('\(Self.second)'))")
            let view = try #require(Schema.views(of: Self.registry).first { $0.name == "voicemail" })
            try db.execute(
                sql: view.sql.replacing("CREATE VIEW", with: "CREATE TEMP VIEW")
                    + "INSERT INTO _number VALUES (1, '\(msisdn.digits)', '', '', '', x'00')")
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

    /// One box on the first day; on the next day it has changed, and there is a second one.
    private func write(in db: Database) throws {
        let statements = try RelationStatements(VoicemailRow.relation, in: db)
        let number = NumberKey(id: 1, msisdn: msisdn)
        let texts = try TextIDs(in: db)
        let instants = try Instants(in: db)
        let first = VoicemailRow(msisdn: msisdn, boxID: 7, greeting: "Hallo")
        try statements.insert([first], of: number, observed: instants.second(of: Self.first), texts: texts)
        let second = [
            VoicemailRow(msisdn: msisdn, boxID: 7, greeting: "Hei"),
            VoicemailRow(msisdn: msisdn, boxID: 8, active: true),
        ]
        let isChanged = try statements.replace(
            with: try second.map { try $0.stored(texts) }, of: number,
            observed: instants.second(of: Self.second), texts: texts)
        #expect(isChanged)
        try statements.flush()
    }
}

import Exports
import Foundation
import GRDB
import MirrorReading
import Schema
import TestSupport
import Testing

@Suite("A snapshot")
struct SnapshotTests {
    /// Calls `body` with the path of a snapshot of a mirror filled by `sql`.
    static func with(
        _ sql: String = ExampleRows.sql, level: PrivacyLevel = .full,
        body: (ExampleMirror, _ path: String, Database) throws -> Void
    ) throws {
        try ExampleMirror.with(sql) { mirror in
            let path = try make(of: mirror, level: level)
            var configuration = Configuration()
            configuration.readonly = true
            try DatabaseQueue(path: path, configuration: configuration).read { try body(mirror, path, $0) }
        }
    }

    static func make(of mirror: ExampleMirror, as name: String = "export", level: PrivacyLevel = .full) throws
        -> String
    {
        let target = mirror.directory.path + "/" + name
        try Export(of: mirror.reader(), PrivacyExportTests.options(level, format: .sqlite)).write(to: target)
        return target + "/subscriptions.sqlite"
    }

    @Test(
        "has the mirror's relations, row for row and column for column",
        arguments: [ExampleRows.sql, PersonalRows.sql])
    func agrees(sql: String) throws {
        try Self.with(sql) { mirror, _, db in
            try db.execute(literal: "ATTACH \(mirror.path) AS mirror")
            for relation in ExportedRelation.all.map(\.name) {
                let columns = "SELECT group_concat(name) FROM pragma_table_info('\(relation)', "
                try #expect(
                    String.fetchOne(db, sql: columns + "'main')")
                        == String.fetchOne(db, sql: columns + "'mirror')"))
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT
                            (SELECT count(*) FROM main."\(relation)") - (SELECT count(*) FROM mirror."\(relation)"),
                            (SELECT count(*) FROM (SELECT * FROM main."\(relation)"
                                EXCEPT SELECT * FROM mirror."\(relation)")),
                            (SELECT count(*) FROM (SELECT * FROM mirror."\(relation)"
                                EXCEPT SELECT * FROM main."\(relation)"))
                        """)
                #expect(row.map { [$0[0], $0[1], $0[2]] as [Int] } == [0, 0, 0], "\(relation)")
            }
        }
    }

    @Test(
        "has real tables of declared types, and nothing else but indexes and the figures that plans are made by"
    )
    func tables() throws {
        try Self.with { _, _, db in
            let tables = try Row.fetchAll(
                db, sql: "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            )
            let names = Set(tables.map { $0["name"] as String })
            #expect(names == Set(ExportedRelation.all.map(\.name) + ["sqlite_schema", "sqlite_stat1"]))
            let loose = tables.filter { $0["strict"] == 0 }.map { $0["name"] as String }.sorted()
            #expect(
                loose == ["add_on_usage_quota", "sqlite_schema", "sqlite_stat1", "subscription_usage_quota"])
            try #expect(
                String.fetchAll(db, sql: "SELECT DISTINCT type FROM sqlite_schema ORDER BY 1") == [
                    "index", "table",
                ])
            let odd = try String.fetchAll(
                db,
                sql: """
                    SELECT dictionary.relation || '.' || dictionary."column" || ' ' || info.type
                    FROM data_dictionary AS dictionary
                    JOIN pragma_table_info(dictionary.relation) AS info ON info.name = dictionary."column"
                    WHERE info.type IS NOT CASE dictionary.type
                        WHEN 'integer' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER' WHEN 'number' THEN 'NUMERIC'
                        ELSE 'TEXT' END
                    """)
            #expect(odd == [])
        }
    }

    @Test(
        "keeps the keys by which the contract tells rows apart, and has an index for each join")
    func keysAndIndexes() throws {
        try Self.with { _, _, db in
            let withoutKey = try ExportedRelation.all.filter { relation in
                try String.fetchAll(
                    db, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
                    arguments: [relation.name]) != relation.key
            }.map(\.name)
            #expect(withoutKey == [])
            let indexes = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
            #expect(
                indexes == [
                    "account_by_owner_org_number",
                    "add_on_binding_by_msisdn",
                    "add_on_by_product_id",
                    "add_on_history_by_product_id",
                    "add_on_usage_quota_by_msisdn",
                    "audit_by_name",
                    "audit_entry_by_msisdn",
                    "change_by_msisdn",
                    "change_by_observed_at",
                    "millom_money_balance_by_expires_at",
                    "millom_money_balance_by_subscriber",
                    "millom_money_balance_history_by_expires_at",
                    "millom_money_balance_history_by_subscriber",
                    "millom_notification_by_received_at",
                    "millom_notification_by_subscriber",
                    "millom_offer_by_plan_id",
                    "millom_offer_history_by_plan_id",
                    "millom_offer_quota_by_plan_id",
                    "millom_offer_quota_by_subscriber",
                    "millom_offer_quota_history_by_plan_id",
                    "millom_offer_quota_history_by_subscriber",
                    "millom_plan_by_expires_at",
                    "millom_plan_by_plan_id",
                    "millom_plan_gauge_by_plan_id",
                    "millom_plan_gauge_by_subscriber",
                    "millom_plan_gauge_history_by_plan_id",
                    "millom_plan_gauge_history_by_subscriber",
                    "millom_plan_history_by_expires_at",
                    "millom_plan_history_by_plan_id",
                    "millom_purchase_by_opened_at",
                    "millom_purchase_by_subscriber",
                    "millom_subscriber_by_msisdn",
                    "millom_text_by_subscriber",
                    "millom_text_history_by_subscriber",
                    "month_event_by_msisdn",
                    "month_subscription_by_month",
                    "month_subscription_by_msisdn",
                    "orderable_add_on_by_product_id",
                    "party_by_org_number",
                    "party_history_by_org_number",
                    "setting_by_setting_id",
                    "setting_history_by_setting_id",
                    "sim_card_by_icc_id",
                    "sim_card_by_msisdn",
                    "sim_card_by_sim_msisdn",
                    "sim_card_history_by_icc_id",
                    "sim_card_history_by_msisdn",
                    "sim_card_history_by_sim_msisdn",
                    "subscription_binding_by_msisdn",
                    "subscription_by_account_id",
                    "subscription_by_changed_at",
                    "subscription_by_subscription_type_id",
                    "subscription_flat_by_account_id",
                    "subscription_flat_by_subscription_type_id",
                    "subscription_history_by_account_id",
                    "subscription_history_by_observed_from",
                    "subscription_history_by_subscription_type_id",
                    "subscription_usage_quota_by_msisdn",
                ])
        }
    }

    @Test("is one file in rollback mode, which names itself and its schema, and is not taken for a mirror")
    func file() throws {
        try Self.with { mirror, path, db in
            let header =
                try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 20) ?? Data()
            // Source: sqlite.org/fileformat2.html: 1 is legacy, 2 is WAL.
            #expect(Array(header[18...19]) == [1, 1])
            try #expect(Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.snapshotApplicationID)
            try #expect(Int.fetchOne(db, sql: "PRAGMA user_version") == Schema.version)
            #expect(throws: MirrorReadFailure.notAMirror(path: path)) { try MirrorReader(path: path) }
            let directory = (path as NSString).deletingLastPathComponent
            try #expect(
                FileManager.default.contentsOfDirectory(atPath: directory).sorted()
                    == ["datapackage.json", "metadata.json", "subscriptions.sqlite"])
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test("of the same content has the same bytes", arguments: PrivacyLevel.allCases)
    func sameBytes(level: PrivacyLevel) throws {
        try ExampleMirror.with { mirror in
            let first = try Self.make(of: mirror, as: "first", level: level)
            try mirror.storeRowsInAnotherOrder()
            let second = try Self.make(of: mirror, as: "second", level: level)
            #expect(FileManager.default.contentsEqual(atPath: first, andPath: second))
        }
    }

    @Test(
        "lacks the columns that do not leave",
        arguments: [
            (.full, "first_name, middle_name, last_name, birth_date"),
            (.namesOnly, "first_name, middle_name, last_name"),
            (.pseudonymous, "first_name, middle_name, last_name"), (.minimal, ""),
        ] as [(PrivacyLevel, String)])
    func absentColumns(level: PrivacyLevel, expected: String) throws {
        try Self.with(PersonalRows.sql, level: level) { _, _, db in
            let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info('party')")
            let names =
                ["msisdn", "role", "kind"] + expected.split(separator: ", ").map(String.init)
                + ["org_number", "organization_name"]
            #expect(columns == names)
            try #expect(String.fetchOne(db, sql: "SELECT privacy FROM snapshot_info") == level.rawValue)
        }
    }

    @Test("is not made of a mirror with rows that belong to nothing, and the earlier one stays")
    func widowedRows() throws {
        try ExampleMirror.with { mirror in
            let path = try Self.make(of: mirror)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            try mirror.write { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys = OFF;
                        INSERT INTO party_history VALUES ('4790000001', 'payer', 'organization', NULL, NULL, NULL,
                            NULL, '999999999', NULL, '2026-11-01T08:00:00Z', NULL)
                        """)
            }
            let failure = #expect(throws: SnapshotFailure.self) { try Self.make(of: mirror) }
            #expect(
                failure?.message.contains("points to missing rows of organization") == true)
            try #expect(Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }
}

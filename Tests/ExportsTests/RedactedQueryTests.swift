import Exports
import Foundation
import MirrorCore
import MirrorReading
import TestSupport
import Testing

/// A query at a level of privacy, judged by what its result has.
@Suite("A query at a privacy level")
struct RedactedQueryTests {
    private static let hidden =
        PersonalRows.births + PersonalRows.numbers + PersonalRows.names + PersonalRows.references

    private static func text(
        _ sql: String, _ level: PrivacyLevel, of mirror: ExampleMirror, asOf: AsOf? = nil
    ) throws -> String {
        var viewpoint = Viewpoint(now: ExampleMirror.now)
        viewpoint.asOf = asOf
        var bytes: [UInt8] = []
        try MirrorReader(path: mirror.path, viewpoint: viewpoint).write(
            Query(sql), at: ExportPrivacy(level) { PrivacyExportTests.key }, as: .csv
        ) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "has what an export has at that level, row for row",
        arguments: [PrivacyLevel.namesOnly, .pseudonymous, .minimal],
        ["subscription", "subscription_flat", "party_history", "change", "account", "data_dictionary"])
    func equalsExport(level: PrivacyLevel, relation: String) throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), PrivacyExportTests.options(level)).write(to: target)
            let exported = try String(contentsOfFile: "\(target)/\(relation).csv", encoding: .utf8)
            let queried = try Self.text("SELECT * FROM \(relation)", level, of: mirror)
            #expect(
                queried.split(separator: "\n").sorted() == exported.split(separator: "\n").sorted())
        }
    }

    /// Ways to what is withheld; each is refused or gives nothing of it.
    private static let attempts = [
        "SELECT * FROM main.subscription", "SELECT * FROM \"main\".[subscription_flat]",
        "SELECT * FROM temp.subscription", "SELECT * FROM _subscription", "SELECT * FROM _party_version",
        "SELECT * FROM _text", "SELECT * FROM _number", "SELECT * FROM _raw_document",
        "WITH subscription AS (SELECT * FROM main.subscription) SELECT * FROM subscription",
        "WITH party AS (SELECT * FROM main.party) SELECT msisdn FROM party, subscription",
        "SELECT hex(user_reference1) FROM subscription",
        "SELECT group_concat(msisdn || last_name) FROM party",
        "SELECT json_group_array(user_name) FROM subscription_flat",
        "SELECT user_reference1 AS status, msisdn AS id FROM subscription_history",
        "SELECT (SELECT first_name FROM party WHERE party.msisdn = subscription.msisdn) FROM subscription",
        "SELECT old_value || new_value || item FROM change",
        "SELECT birth_date FROM party", "SELECT pseudonym('number', '4791111111')",
        "SELECT sql FROM sqlite_schema", "SELECT sql FROM sqlite_temp_schema",
        "SELECT * FROM pragma_table_list", "SELECT * FROM quarantine, anomaly",
        "ATTACH 'mirror.sqlite' AS other", "SELECT * FROM pragma_database_list",
        "SELECT iif(msisdn = '4791111111', 'Zqlast', status) AS guess FROM subscription WHERE msisdn = '4791111111'",
    ]

    @Test("reaches no original, whatever it asks", arguments: [PrivacyLevel.pseudonymous, .minimal])
    func reachesNothing(level: PrivacyLevel) throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            for sql in Self.attempts {
                var text = ""
                do { text = try Self.text(sql, level, of: mirror) } catch is QueryFailure {}
                for value in Self.hidden {
                    #expect(!text.contains(value), "\(sql)")
                    // As hex(value), and as a part of JSON.
                    let digits = value.utf8.map { String($0, radix: 16, uppercase: true) }.joined()
                    #expect(!text.contains(digits), "\(sql)")
                }
            }
        }
    }

    @Test("does not reach the company's list of cost centres, which names people")
    func noMap() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            var costCentres = CostCentres()
            costCentres.map = CostCentreMap([
                .init(costCentre: "Zqref-new", name: "Zqcentre", owner: "Zqowner")
            ])
            let reader = try MirrorReader(
                path: mirror.path, viewpoint: Viewpoint(now: ExampleMirror.now), costCentres: costCentres)
            var bytes: [UInt8] = []
            try reader.write(
                Query("SELECT cost_centre_map() AS map, cost_centre_owner('Zqref-new') AS owner"),
                at: ExportPrivacy(.minimal) { PrivacyExportTests.key }, as: .csv
            ) { bytes += $0 }
            #expect(String(decoding: bytes, as: UTF8.self) == "map,owner\n,\n")
        }
    }

    @Test("says which column is withheld, and that a relation has no past")
    func words() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            #expect(throws: QueryFailure.withheld(column: "last_name", level: "minimal")) {
                try Self.text("SELECT party.last_name FROM party", .minimal, of: mirror)
            }
            #expect(throws: QueryFailure.notUnderstood("no such column: lst_name")) {
                try Self.text("SELECT lst_name FROM party", .minimal, of: mirror)
            }
            let asOf = try AsOf("2026-11-10", now: ExampleMirror.now, in: Viewpoint.usualTimeZone)
            // A name that the statement gives itself is no relation.
            _ = try Self.text(
                "SELECT count(*) AS quarantine FROM subscription", .minimal, of: mirror,
                asOf: asOf)
            #expect(throws: QueryFailure.noHistory("quarantine")) {
                try Self.text("SELECT * FROM quarantine", .minimal, of: mirror, asOf: asOf)
            }
            let past = try Self.text(
                "SELECT status FROM subscription ORDER BY 1", .pseudonymous, of: mirror, asOf: asOf)
            #expect(past == "status\nactive\nactive\n")
        }
    }
}

import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Schema
import TestSupport
import Testing

/// Checks what leaves the mirror at each level, by the files themselves.
@Suite("An export at a privacy level")
struct PrivacyExportTests {
    static let key = PseudonymKey(bytes: Array(0..<32))

    static func options(_ level: PrivacyLevel, format: ExportFormat = .csv) -> ExportOptions {
        var options = ExportOptions(format: format)
        options.privacy = ExportPrivacy(level) { key }
        return options
    }

    @Test(
        "has exactly the columns whose class leaves, in every relation",
        arguments: [
            (.full, []), (.namesOnly, ["birth"]), (.pseudonymous, ["birth", "listed"]),
            (.minimal, ["birth", "listed", "name", "reference"]),
        ] as [(PrivacyLevel, Set<String>)])
    func columns(level: PrivacyLevel, absent: Set<String>) throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let target = mirror.directory.path + "/export"
            let reader = try mirror.reader()
            try Export(of: reader, Self.options(level)).write(to: target)
            let dictionary = try reader.rows(
                of: Query(
                    """
                    SELECT dictionary.relation, dictionary."column", dictionary.privacy
                    FROM (SELECT DISTINCT relation FROM data_dictionary) AS named
                    CROSS JOIN pragma_table_info(named.relation) AS info
                    CROSS JOIN data_dictionary AS dictionary
                        ON dictionary.relation = named.relation AND dictionary."column" = info.name
                    ORDER BY dictionary.relation, info.cid
                    """))
            var expected: [String: [String]] = [:]
            for row in dictionary where !absent.contains(row[2].text) {
                expected[row[0].text, default: []].append(row[1].text)
            }
            var actual: [String: [String]] = [:]
            for relation in ExportedRelation.all.map(\.name) {
                let text = try String(contentsOfFile: "\(target)/\(relation).csv", encoding: .utf8)
                actual[relation] = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
            }
            #expect(actual == expected)
            #expect(expected.count == 57)
        }
    }

    @Test(
        "has no value of a class that does not leave in any byte of its files",
        arguments: [
            (.full, []),
            (.namesOnly, PersonalRows.births),
            (
                .pseudonymous,
                PersonalRows.births + PersonalRows.numbers + PersonalRows.names + PersonalRows.references
            ),
            (
                .minimal,
                PersonalRows.births + PersonalRows.numbers + PersonalRows.names + PersonalRows.references
                    + PersonalRows.days
            ),
        ] as [(PrivacyLevel, [String])])
    func bytes(level: PrivacyLevel, hidden: [String]) throws {
        let all =
            PersonalRows.births + PersonalRows.numbers + PersonalRows.names + PersonalRows.references
            + PersonalRows.open + PersonalRows.days
        for format in [ExportFormat.csv, .sqlite] {
            try ExampleMirror.with(PersonalRows.sql) { mirror in
                let target = mirror.directory.path + "/export"
                try Export(of: mirror.reader(), Self.options(level, format: format)).write(to: target)
                var content = Data()
                for name in try FileManager.default.contentsOfDirectory(atPath: target).sorted() {
                    content += try Data(contentsOf: URL(fileURLWithPath: target + "/" + name)) + [0]
                }
                let found = all.filter { content.range(of: Data($0.utf8)) != nil }
                #expect(found == all.filter { !hidden.contains($0) }, "\(format)")
            }
        }
    }

    @Test("joins its relations by pseudonyms, and shows the changes of what leaves only")
    func changes() throws {
        let pseudonyms = Pseudonyms(Self.key)
        func number(_ text: String) -> String { pseudonyms.pseudonym(of: text, as: .number) ?? "" }
        func name(_ text: String) -> String { pseudonyms.pseudonym(of: text, as: .name) ?? "" }
        func reference(_ text: String) -> String { pseudonyms.pseudonym(of: text, as: .reference) ?? "" }
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let target = mirror.directory.path + "/export"
            var options = Self.options(.pseudonymous)
            options.relations = ["change"]
            try Export(of: mirror.reader(), options).write(to: target)
            let text = try String(contentsOfFile: target + "/change.csv", encoding: .utf8)
            let own = number("4791111111")
            let (card, twin) = (number("89470011112222333344"), number("89470055556666777788"))
            let day = "2026-11-20T08:00:00Z,\(own)"
            let gone = number("4792222222")
            let expected = [
                "2026-11-01T08:00:00Z,\(own),subscription,\(own),,,,added",
                "2026-11-01T08:00:00Z,\(gone),subscription,\(gone),,,,added",
                "2026-11-20T08:00:00Z,\(gone),subscription,\(gone),,,,removed",
                "\(day),party,user,last_name,\(name("Zqlast")),\(name("Zqnewlast")),changed",
                "\(day),setting,5,,,Mailbox,added",
                "\(day),sim_card,\(card),sim_msisdn,\(number("4793333333")),\(number("4794444444")),changed",
                "\(day),sim_card,\(twin),,,TWIN,added",
                "\(day),sim_card,\(twin)#2,,,TWIN,added",
                "\(day),subscription,\(own),status,active,barred,changed",
                "\(day),subscription,\(own),user_reference1,\(reference("Zqref-one")),"
                    + "\(reference("Zqref-new")),changed",
                "\(day),subscription,\(own),user_reference2,\(reference("Zqref-two")),\"\",changed",
                "\(day),subscription,\(own),user_reference3,\(reference("Zqref-three")),,changed",
            ]
            let lines = text.split(separator: "\n").map(String.init)
            #expect(lines.dropFirst().sorted() == expected.sorted())
            // Ordered by the exported values: here the first two columns alone give the order.
            #expect(
                lines.dropFirst().map { $0.prefix(54) } == lines.dropFirst().map { $0.prefix(54) }.sorted())
        }
    }

    /// No NUL is bound as a text, as GRDB would end the text there.
    @Test("has the pseudonym of the very bytes of a text, whatever stood before it")
    func exactBytes() throws {
        let texts = [
            "\u{E9}", "e\u{301}", "\u{E9}", "a\u{0}b", "a\u{0}c", "a", "\u{0}",
            String(repeating: "x", count: 24),
            String(repeating: "x", count: 25), String(repeating: "x", count: 26),
            String(repeating: "x", count: 24) + "y",
        ]
        try ExampleMirror.with("") { mirror in
            try mirror.write { db in
                for (index, text) in texts.enumerated() {
                    try db.execute(
                        sql: "INSERT INTO account (id, reference1) VALUES (?, CAST(? AS TEXT))",
                        arguments: [String(format: "%03d", index), Data(text.utf8)])
                }
            }
            let target = mirror.directory.path + "/export"
            var options = Self.options(.pseudonymous, format: .jsonl)
            options.relations = ["account"]
            try Export(of: mirror.reader(), options).write(to: target)
            let lines = try String(contentsOfFile: target + "/account.jsonl", encoding: .utf8)
            let pseudonyms = Pseudonyms(Self.key)
            for text in texts {
                let pseudonym = try #require(pseudonyms.pseudonym(of: text, as: .reference))
                #expect(lines.contains("\"\(pseudonym)\""), "\(text.debugDescription)")
            }
        }
    }

    @Test(
        "does not tell by the order of its rows what it hides",
        arguments: [PrivacyLevel.pseudonymous, .minimal])
    func order(level: PrivacyLevel) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), Self.options(level)).write(to: target)
            for relation in ["subscription", "subscription_flat", "quarantine"] {
                let lines = try String(contentsOfFile: "\(target)/\(relation).csv", encoding: .utf8)
                    .split(separator: "\n").dropFirst().map { $0.prefix(32) }
                #expect(lines == lines.sorted())
                #expect(!lines.isEmpty)
            }
        }
    }

    @Test("says in its own dictionary and info what it is, and describes only what is there")
    func selfDescription() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let target = mirror.directory.path + "/export"
            let package = try Export(of: mirror.reader(), Self.options(.minimal)).write(to: target)
            #expect(package.facts.privacy == "minimal")
            let dictionary = try String(contentsOfFile: target + "/data_dictionary.csv", encoding: .utf8)
            #expect(!dictionary.contains("\nparty,birth_date,"))
            #expect(!dictionary.contains("\nsubscription,user_reference1,"))
            #expect(
                dictionary.contains(
                    """

                    subscription,msisdn,"The number of the main SIM: digits with the country code, without +, as text. \
                    Here a pseudonym, 32 hexadecimal digits: the same for the same value in every copy from this mirror.",
                    """))
            let info = try String(contentsOfFile: target + "/snapshot_info.csv", encoding: .utf8)
            #expect(info.contains(/2026-11-01T08:10:00Z,[0-9a-f]{32},1,[0-9]+,minimal,/))
        }
    }

    @Test("tells of days the month alone at minimal, and says so")
    func months() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), Self.options(.minimal)).write(to: target)
            func text(_ name: String) throws -> String {
                try String(contentsOfFile: "\(target)/\(name)", encoding: .utf8)
            }
            for relation in ["subscription", "subscription_flat", "subscription_history"] {
                #expect(try text(relation + ".csv").contains(",2020-07,"), "\(relation)")
            }
            #expect(
                try text("data_dictionary.csv").contains("NULL: not known. Here the month alone, YYYY-MM."))
            try #expect(text("datapackage.json").contains("Here the month alone, YYYY-MM."))
        }
    }

    @Test("leaves cost centres open at pseudonymous where that is set, and other texts not")
    func openCostCentres() throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let target = mirror.directory.path + "/export"
            var options = Self.options(.pseudonymous)
            options.privacy = ExportPrivacy(.pseudonymous, openCostCentres: CostCentres()) { Self.key }
            try Export(of: mirror.reader(), options).write(to: target)
            var content = ""
            for relation in [
                "subscription", "subscription_flat", "subscription_history", "change", "account",
            ] {
                let text = try String(contentsOfFile: "\(target)/\(relation).csv", encoding: .utf8)
                #expect(text.contains("Zqref-new") == (relation != "account"), "\(relation)")
                content += text
            }
            let hidden = PersonalRows.references.filter { !["Zqref-one", "Zqref-new"].contains($0) }
            for text in hidden + PersonalRows.names + PersonalRows.numbers {
                #expect(!content.contains(text))
            }
            let dictionary = try String(contentsOfFile: target + "/data_dictionary.csv", encoding: .utf8)
            #expect(dictionary.contains("(privacy.open_cost_centres)"))
            // At the other levels it changes nothing.
            #expect(
                ExportPrivacy(.minimal, openCostCentres: CostCentres()) { Self.key }.openCostCentres == nil)
        }
    }

    @Test(
        "names a cost centre of a closed month by the same pseudonym everywhere",
        arguments: [nil, CostCentres()])
    func storedCostCentres(open: CostCentres?) throws {
        try ExampleMirror.with(PersonalRows.sql + Self.closing) { mirror in
            let target = mirror.directory.path + "/export"
            var options = Self.options(.pseudonymous)
            options.privacy = ExportPrivacy(.pseudonymous, openCostCentres: open) { Self.key }
            try Export(of: mirror.reader(), options).write(to: target)
            func text(_ relation: String) throws -> String {
                try String(contentsOfFile: "\(target)/\(relation).csv", encoding: .utf8)
            }
            let centre =
                open == nil
                ? try #require(Pseudonyms(Self.key).pseudonym(of: "Zqref-new", as: .reference)) : "Zqref-new"
            #expect(try text("month_bridge").contains("cost-centre,cost centre,\(centre),,"))
            #expect(try text("month_event").contains(",cost centre:\(centre),missing:\n"))
            #expect(try text("month_event").contains(",account:70001,\n"))
            // A text that only looks like one that says nothing about anybody.
            let posing = try #require(Pseudonyms(Self.key).pseudonym(of: "forgotten:Zqref", as: .reference))
            #expect(try text("month_bridge").contains("cost-centre,cost centre,\(posing),,"))
        }
    }

    /// October, closed with one subscription that had a cost centre and an account.
    private static let closing = """
        INSERT INTO month_closing VALUES
            (1, '2026-10', '2026-11-02T08:00:00Z', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 'Europe/Oslo',
                'user_reference1', NULL, 0, 1, 0, '[]', NULL, printf('%064d', 0), NULL, NULL);
        INSERT INTO _month_group VALUES
            (1, 'cost centre:Zqref-new'), (2, 'missing:'), (3, 'account:70001'), (4, 'cost centre:forgotten:Zqref');
        INSERT INTO _month_count VALUES
            (1, 'cost-centre', 1, NULL, x'01', x'01', 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0),
            (1, 'cost-centre', 4, NULL, x'01', x'01', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        INSERT INTO _month_event VALUES
            (1, 1, 'cost-centre', 'moved-out', NULL, 1, 2, NULL, x'01'),
            (1, 2, 'account', 'gone', NULL, 3, NULL, NULL, x'01');
        """

    @Test(
        "does not leave when a column of it has no class, not even in the values of change",
        arguments: PrivacyLevel.allCases, ["party", "change"])
    func unclassified(level: PrivacyLevel, relation: String) throws {
        try ExampleMirror.with(PersonalRows.sql) { mirror in
            let classified = "('party', 'last_name', 'text', 'name',"
            let view = try #require(Schema.views.first { $0.name == "data_dictionary" }?.sql)
            let broken = view.replacing(classified, with: "('party', 'last_name', 'text', NULL,")
            try #require(broken != view)
            // Opened first, as it would refuse the view.
            let reader = try mirror.reader()
            try mirror.write { try $0.execute(sql: "DROP VIEW data_dictionary; \(broken)") }
            let target = mirror.directory.path + "/export"
            var options = Self.options(level)
            options.relations = [relation]
            let failure = RelationColumnFailure.unclassified(relation: "party", column: "last_name")
            #expect(throws: failure) { try Export(of: reader, options).write(to: target) }
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }
}

extension Value {
    fileprivate var text: String {
        if case .text(let text) = self { text } else { "" }
    }
}

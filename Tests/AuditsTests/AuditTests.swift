import Audits
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import Schema
import TestSupport
import Testing

@Suite("Audits")
struct AuditTests {
    private static let fields: [AuditField: String] = [
        .amount: "Beløp", .costCentre: "Kostnadssted", .user: "Navn", .subscriptionType: "Abonnement",
        .iccID: "Kort",
    ]

    /// A correct line of an invoice.
    private static func line(
        _ number: Int, spelled: String? = nil, centre: String? = nil, user: String? = nil,
        type: String = "Bedrift Fri",
        card: String? = nil, amount: String = "100,25"
    ) -> String {
        let cells: [String] = [
            spelled ?? "900 00 \(String(1000 + number).suffix(3))", user ?? "Nordmann\(number), Ola",
            centre ?? "\(4001 + number % 5)", type, card ?? "8947000000000000\(1000 + number)", amount,
        ]
        return cells.joined(separator: ";")
    }

    private static let header = "Mobilnr;Navn;Kostnadssted;Abonnement;Kort;Beløp"

    /// An invoice of all numbers with 25 errors of different kinds; each gives a row of the
    /// result that is not `matched`.
    private static var invoice: (text: String, planted: [String]) {
        var lines = ["Faktura 4711;;;;;", header]
        var planted: [String] = []
        func plant(_ line: String, _ finding: String) {
            lines.append(line)
            // In a finding, `@` stands for the line in the file.
            planted.append(finding.replacing("@", with: String(lines.count)))
        }
        func digits(_ number: Int) -> String { AuditStage.digits(number) }
        plant(line(1, centre: "4999"), "differing|@|\(digits(1))||cost_centre|4999|4002")
        plant(line(2, user: "Kari Hansen"), "differing|@|\(digits(2))||user|Kari Hansen|Ola M Nordmann2")
        plant(line(3, type: "Mini"), "differing|@|\(digits(3))||subscription_type|Mini|Bedrift Fri")
        plant(line(4, card: "8947999"), "differing|@|\(digits(4))||icc_id|8947999|89470000000000001004")
        plant(line(5, centre: "Ålesund"), "differing|@|\(digits(5))||cost_centre|Ålesund|4001")
        plant(line(900), "only there|@|4790000900|not in the mirror|||")
        plant(line(0, spelled: "+46 70 123 45 67"), "only there|@|46701234567|not in the mirror|||")
        plant(line(0, spelled: "580000000099"), "only there|@|580000000099|not in the mirror|||")
        plant(line(201), "only there|@|\(digits(201))|gone before the period|||")
        plant(line(202), "only there|@|\(digits(202))|gone in the period|||")
        plant(line(203), "only there|@|\(digits(203))|ended before the period|||")
        plant(line(204), "only there|@|\(digits(204))|ended before the period|||")
        plant(line(6), "doubled|@|\(digits(6))||||")
        plant(line(7, spelled: "+4790000007"), "doubled|@|\(digits(7))||||")
        plant(line(0, spelled: "4,79E+09"), "unreadable|@||digits lost: a spreadsheet rounded it|||")
        plant(line(0, spelled: "4.79E+10"), "unreadable|@||digits lost: a spreadsheet rounded it|||")
        plant(line(0, spelled: "12345"), "unreadable|@||too few digits|||")
        plant(line(0, spelled: "701234567"), "unreadable|@||no country code, or a zero that was lost|||")
        plant(line(0, spelled: "9000000l"), "unreadable|@||not a number|||")
        plant(line(0, spelled: ""), "unreadable|@||no number|||")
        plant(line(0, spelled: "90000001/90000002"), "unreadable|@||not a number|||")
        plant(line(8, amount: "1,2,3"), "unreadable|@|\(digits(8))|amount cannot be read|||")
        plant(line(9, amount: "12 50"), "unreadable|@|\(digits(9))|amount cannot be read|||")
        // Correct lines, in every spelling; 8 and 9 are further up.
        let spellings = [
            "+47", "0047", "47", "", "'47", "tel:+47", "04790000000", "+47\u{A0}", "-",
        ]
        for number in 6...200 where ![8, 9, 199, 200].contains(number) {
            let national = String(90_000_000 + number)
            let prefix = spellings[number % spellings.count]
            let spelled =
                switch prefix {
                case "04790000000": "047" + national
                case "-": "\(national.prefix(3))-\(national.dropFirst(3))"
                default: prefix + national
                }
            lines.append(line(number, spelled: spelled, centre: " \(4001 + number % 5) "))
        }
        lines.append(line(205))
        planted.append("only here||\(digits(199))|in use|||")
        planted.append("only here||\(digits(200))|in use|||")
        lines.insert(header, at: 100)
        lines.append("Totalt;;;;;0,00")
        return (lines.joined(separator: "\r\n"), planted)
    }

    @Test("find 25 planted errors of different kinds, and nothing else")
    func planted() async throws {
        try await AuditStage.with { stage in
            let (text, planted) = Self.invoice
            #expect(planted.count == 25)
            let windows = text.unicodeScalars.map { UInt8($0.value) }
            let list = try AuditReaderTests.list(windows, Self.fields)
            let audit = try await stage.keep(list)
            let found = try stage.rows(.auditFindings(of: audit, without: .matched)).map { row in
                row.split(separator: "|", omittingEmptySubsequences: false).prefix(7).joined(separator: "|")
            }
            // The first of two lines is the correct one: 6 and 7 come before their duplicates.
            let expected = planted.map { finding in
                guard finding.hasPrefix("doubled"), let line = finding.split(separator: "|").dropFirst().first
                else {
                    return finding
                }
                let number = finding.contains(AuditStage.digits(6)) ? 6 : 7
                let place = list.lines.last { $0.numbers == [AuditStage.digits(number)] }?.line ?? 0
                return finding.replacing("|\(line)|", with: "|\(place)|")
            }
            #expect(Set(found) == Set(expected + ["left out|219||total|amount|0.00|"]))
            #expect(found.count == 26)
        }
    }

    @Test("judge each line once, and their amounts are the list's", arguments: 0..<6 as Range<UInt64>)
    func partition(seed: UInt64) async throws {
        try await AuditStage.with { stage in
            var random = SeededRandom(seed: seed)
            var lines = [Self.header]
            for _ in 0..<(20 + random.below(300)) {
                let number = random.once(in: 12) ? random.pick([0, 900, 201, 203]) : 1 + random.below(205)
                lines.append(
                    Self.line(
                        number, spelled: random.once(in: 15) ? random.pick(["", "x?", "1,5E9"]) : nil,
                        centre: random.once(in: 6) ? "9" : nil,
                        user: random.once(in: 8) ? "Kari Hansen" : nil,
                        amount: random.once(in: 20)
                            ? "?" : "\(random.below(2_000) - 500),\(10 + random.below(90))"))
            }
            let list = try AuditReaderTests.list(lines.joined(separator: "\n"), Self.fields)
            let judgement = try stage.judge(list)
            #expect(judgement.balances(with: list))
            let audit = try await stage.keep(list)
            let perLine = try stage.rows(
                Query("SELECT line FROM audit_entry WHERE audit_id = 1 AND line IS NOT NULL ORDER BY entry"))
            #expect(perLine == list.lines.map { String($0.line) })
            // Each living number is either in the list or only here.
            let missing = try stage.rows(
                Query(
                    """
                    SELECT msisdn FROM subscription_flat WHERE state <> 'ended' AND msisdn NOT IN (
                        SELECT msisdn FROM audit_entry WHERE msisdn IS NOT NULL)
                    """))
            #expect(missing == [])
            let total = try stage.rows(Query("SELECT sum(line_count), decimal_sum(amount) FROM audit_total"))
            #expect(total == ["\(list.lines.count)|\(list.amount?.description ?? "")"])
            // The parts of the allocation add up to the whole, whatever the decimals.
            for decimals in [0, 1, 2] {
                let parts = try stage.rows(
                    Query(
                        """
                        SELECT decimal_parts(json_group_array(amount), \(decimals)) FROM audit_entry
                        WHERE audit_id = \(audit) AND amount IS NOT NULL
                        """))[0]
                let amounts = try JSONDecoder().decode([String].self, from: Data(parts.utf8))
                let sum = amounts.compactMap { ExactDecimal($0) }.reduce(ExactDecimal(units: 0, scale: 0)) {
                    $0.adding($1) ?? $0
                }
                let whole = try #require(
                    ExactDecimal.parts(of: [list.amount].compactMap(\.self), decimals: decimals)?.first)
                #expect(sum.isEqual(to: whole))
            }
        }
    }

    @Test("expect only the numbers of the accounts and accesses that they are about")
    func expectations() async throws {
        try await AuditStage.with { stage in
            let list = try AuditReaderTests.list("\(Self.header)\n\(Self.line(1))\n", Self.fields)
            func onlyHere(_ change: (inout AuditTerms) -> Void) throws -> Int? {
                try stage.judge(list, change).totals.first { $0.result == .onlyHere }?.numberCount
            }
            // 2 to 200, and 202 and 205, which existed for part of the period.
            let all = try onlyHere { _ in }
            #expect(all == 201)
            let ofAccount = try onlyHere { $0.accounts = ["70001"] }
            #expect(ofAccount == 201)
            #expect(try onlyHere { $0.accounts = ["70002"] } == nil)
            #expect(try onlyHere { $0.accessTypes = ["M2M"] } == nil)
            let exact = try AuditReaderTests.list(
                "\(Self.header)\n\(Self.line(1, centre: "4002 "))\n", Self.fields)
            #expect(try stage.judge(exact).differences == [])
            #expect(try stage.judge(exact) { $0.exact = [.costCentre] }.differences.count == 1)
        }
    }

    @Test("compare the numbers of cards and organizations by their digits")
    func digits() async throws {
        try await AuditStage.with { stage in
            let cards = [
                "'89470000000000001001", "8947 0000 0000 0000 1001", "ICC: 8947-0000-0000-0000-1001",
            ]
            for card in cards {
                let list = try AuditReaderTests.list(
                    "\(Self.header)\n\(Self.line(1, card: card))\n", Self.fields)
                #expect(try stage.judge(list).differences == [], "\(card)")
            }
            try stage.mirror.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO organization (org_number) VALUES ('973909304');
                        INSERT INTO party_history (msisdn, role, kind, org_number, observed_from)
                        VALUES ('4790000001', 'owner', 'organization', '973909304', '2026-10-01T08:00:00Z')
                        """)
            }
            for (written, count) in [
                ("NO 973 909 304 MVA", 0), ("973909304MVA", 0), ("'973909304", 0), ("97390930", 1),
                ("MVA", 1),
            ] {
                let list = try AuditReaderTests.list(
                    "Mobilnr;Org\n90000001;\(written)\n", [.ownerOrgNumber: "Org"])
                #expect(try stage.judge(list).differences.count == count, "\(written)")
            }
        }
    }

    @Test("tell a number that was seen only after the period from one that is not in the mirror")
    func seenLater() async throws {
        try await AuditStage.with { stage in
            try stage.mirror.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO _subscription VALUES ('4790000900', '2026-11-10T08:00:00Z', '2026-11-10T08:00:00Z',
                            '2026-11-10T08:00:00Z', x'01');
                        INSERT INTO _subscription_version VALUES ('4790000900', '2026-11-10T08:00:00Z', NULL, 'active',
                            10, '4001', NULL, NULL, '2020-01-01', NULL, '70001', NULL, NULL, NULL, NULL);
                        """)
            }
            let list = try AuditReaderTests.list(
                ([Self.header] + [1, 900, 901].map { Self.line($0) }).joined(separator: "\n"), Self.fields)
            let day = try #require(CalendarDay("2026-10-01"))
            let october = try AsOf("2026-10-31", now: AuditStage.now, in: Viewpoint.usualTimeZone)
            let judgement = try AuditStage.judge(
                list, by: AuditTerms(periodFrom: day),
                in: MirrorReader(path: stage.mirror.path, asOf: october))
            let absent = judgement.entries.filter { $0.result == .onlyThere }.map { [$0.msisdn, $0.reason] }
            #expect(
                absent == [
                    ["4790000900", "seen only after the period"], ["4790000901", "not in the mirror"],
                ])
            #expect(judgement.balances(with: list))
        }
    }

    @Test("keep the rows that are no lines, and count no amount of theirs")
    func leftOut() async throws {
        try await AuditStage.with { stage in
            let list = try AuditReaderTests.list(
                "\(Self.header)\n\(Self.line(1))\nSum;;;;;100,25\nSide 2;;;;;\n\(Self.line(2))\n", Self.fields
            )
            let audit = try await stage.keep(list)
            #expect(
                try stage.rows(.auditFindings(of: audit, .leftOut)).map { $0.replacing("|", with: ";") } == [
                    "left out;3;;total;amount;100.25;;;;;;;", "left out;4;;title or page break;;;;;;;;;",
                ])
            #expect(try stage.rows(Query("SELECT decimal_sum(amount) FROM audit_entry")) == ["200.50"])
        }
    }

    @Test("join cost centres to numbers once, however many there are")
    func plan() {
        // Searching all centres for each number took minutes when each number had its own reference.
        #expect(!Schema.auditJudgement.contains("FROM centre WHERE"))
    }

    @Test("show what is new, settled and standing since when")
    func diff() async throws {
        try await AuditStage.with { stage in
            func audit(_ month: String, _ lines: [String]) async throws -> Int64 {
                let list = try AuditReaderTests.list(
                    ([Self.header] + lines).joined(separator: "\n"), Self.fields)
                return try await stage.keep(list, month: month)
            }
            let others = [Self.line(205)] + (3...200).map { Self.line($0) } + [Self.line(2)]
            _ = try await audit("2026-09", others + [Self.line(900), Self.line(901)])
            _ = try await audit("2026-10", others + [Self.line(900)])
            let last = try await audit(
                "2026-11", others.dropLast() + [Self.line(900), Self.line(1, centre: "9")])
            let rows = try stage.rows(.auditDiff(of: last, with: nil)).map {
                $0.split(separator: "|", omittingEmptySubsequences: false).prefix(6).joined(separator: "|")
            }
            #expect(
                rows == [
                    "new|2026-11-22|4790000001|differing||cost_centre",
                    "new|2026-11-22|4790000002|only here|in use|",
                    "settled|2026-11-22|4790000001|only here|in use|",
                    "standing|2026-11-22|4790000203|only here|on notice|",
                    "standing|2026-11-22|4790000900|only there|not in the mirror|",
                ])
        }
    }

    @Test("stay when a person is forgotten, without the person")
    func forget() async throws {
        try await AuditStage.with { stage in
            let lines = [1, 2, 3, 6].map { Self.line($0, user: "Kari Hansen") } + [Self.line(4, centre: "x")]
            let list = try AuditReaderTests.list(([Self.header] + lines).joined(separator: "\n"), Self.fields)
            let audit = try await stage.keep(list)
            let totals = try stage.rows(.auditSummary(of: audit))
            let numbers = [AuditStage.digits(1), "4790000900"].compactMap { Msisdn($0) }
            try await stage.withStore { store async throws in
                // 900 is in no table; 1 shares its cost centre with 6.
                let summary = try await store.forget(.numbers(numbers))
                #expect(summary.forgotten == 1 && summary.unknown.count == 1)
                try await store.wipe()
            }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: stage.mirror.path))
            #expect(bytes.range(of: Data(AuditStage.digits(1).utf8)) == nil)
            #expect(try stage.rows(.auditSummary(of: audit)) == totals)
            let entry = Query(
                "SELECT line, msisdn, result, amount, cost_centre FROM audit_entry WHERE audit_id = 1 AND entry = 1"
            )
            #expect(try stage.rows(entry) == ["2||differing|100.25|4002"])
            #expect(try stage.rows(Query("SELECT count(*) FROM audit_difference WHERE entry = 1")) == ["0"])
        }
    }

    @Test("can be dropped again")
    func drop() async throws {
        try await AuditStage.with { stage in
            let list = try AuditReaderTests.list("\(Self.header)\n\(Self.line(1))\n", Self.fields)
            let audit = try await stage.keep(list)
            try await stage.withStore { store async throws in
                let isDropped = try await store.dropAudit(audit)
                #expect(isDropped)
                let isDroppedAgain = try await store.dropAudit(audit)
                #expect(!isDroppedAgain)
            }
            #expect(try stage.rows(Query("SELECT count(*) FROM audit_entry")) == ["0"])
        }
    }
}

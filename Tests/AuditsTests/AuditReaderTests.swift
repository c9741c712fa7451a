import Audits
import ForeignTables
import MirrorCore
import TestSupport
import Testing

/// Invented invoices in the layouts that operators' portals export.
@Suite("Reading lists")
struct AuditReaderTests {
    static func list(
        _ text: String, number: String = "Mobilnr", _ fields: [AuditField: String] = [.amount: "Beløp"],
        linesPerNumber: AuditList.LinesPerNumber? = nil
    ) throws -> AuditList {
        try list(Array(text.utf8), number: number, fields, linesPerNumber: linesPerNumber)
    }

    static func list(
        _ bytes: [UInt8], number: String = "Mobilnr", _ fields: [AuditField: String] = [.amount: "Beløp"],
        linesPerNumber: AuditList.LinesPerNumber? = nil
    ) throws -> AuditList {
        let columns = AuditColumns(number: number, fields: fields)
        let tables = try ForeignFile.tables(in: bytes, of: "f.csv", expecting: columns.names)
        return try AuditReader(path: "f.csv", columns, linesPerNumber: linesPerNumber).list(in: tables)
    }

    @Test("finds the header below a title block, and tells pages, totals and blanks from lines")
    func pages() throws {
        let list = try Self.list(
            """
            Faktura 20261031;;;
            Kunde: Blåbær AS;;;

            Mobilnr;Navn;Beskrivelse;Beløp
            900 00 001;Ola Nordmann;Abonnement;1 249,50
            900 00 001;Ola Nordmann;Trafikk;0,50
            Sum 90000001;;;1 250,00
            Side 1 av 2;;;
            Mobilnr;Navn;Beskrivelse;Beløp
            Kostnadssted 4100;;;
            +47 900 00 002;"Hansen; Kari";Total Bedrift;-100,25
            Delsum;;;1 149,75
            ;;MVA 25 %;287,44
            Å betale;;;1 437,19
            """)
        #expect(list.lines.map(\.line) == [5, 6, 11])
        #expect(list.lines.map { $0.numbers.first } == ["4790000001", "4790000001", "4790000002"])
        #expect(list.amount?.description == "1149.75")
        #expect(list.statedAmount?.description == "1149.75")
        #expect(
            [list.rowCount, list.headerCount, list.remarkCount, list.totalCount, list.blankCount] == [
                14, 2, 4, 4, 1,
            ])
        #expect(list.addsUp && list.linesPerNumber == .many)
    }

    @Test("finds a header of two rows, with a name over several columns")
    func twoHeaders() throws {
        let list = try Self.list(
            "Abonnement;;Beløp;\nMobilnr;Navn;eks. mva;mva\n90000001;Ola;10,00;2,50\n",
            [.amount: "Beløp eks. mva", .user: "Navn"])
        #expect(list.headerCount == 2 && list.lines.count == 1)
        #expect(list.amount?.description == "10.00")
        #expect(list.lines[0].claims == [.user: "Ola"])
    }

    @Test("finds columns in any order, in Windows-1252 and UTF-16, and by their places")
    func orders() throws {
        let text = "beløp,navn,MOBILNR\n\"1.249,50\",Åse,47 900 00 001\n"
        let windows = text.unicodeScalars.map { UInt8($0.value) }
        let utf16: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes: [UInt8] in [windows, utf16] {
            let list = try Self.list(bytes, [.amount: "Beløp", .user: "Navn"])
            #expect(list.amount?.description == "1249.50")
            #expect(list.lines[0].claims == [.user: "Åse"])
        }
        let bare = try Self.list("90000001;A\n90000002;B\n", number: "#1", [.user: "#2"])
        #expect(bare.lines.map(\.line) == [1, 2] && bare.headerCount == 0)
    }

    @Test("names the columns there are where one is missing, and does not choose between two")
    func missing() throws {
        #expect(
            throws: AuditFailure.noColumn(path: "f.csv", name: "Mobilnr", known: ["Mobilnummer", "Beløp"])
        ) {
            try Self.list("Mobilnummer;Beløp\n1;2\n")
        }
        #expect(throws: AuditFailure.columnTwice(path: "f.csv", name: "Beløp")) {
            try Self.list("Mobilnr;Beløp;Beløp\n90000001;2;3\n")
        }
        #expect(throws: AuditFailure.noLines(path: "f.csv")) { try Self.list("Mobilnr;Beløp\n\n") }
        for (number, amount) in [("Mobilnr", "#3"), ("#3", "Beløp"), ("#3", "#2"), ("#1", "#16384")] {
            #expect(
                throws: AuditFailure.noColumn(
                    path: "f.csv", name: number == "#3" ? number : amount, known: ["Mobilnr", "Beløp"])
            ) {
                try Self.list("Mobilnr;Beløp\n90000001;2\n", number: number, [.amount: amount])
            }
        }
        // A row may be longer than the header.
        let wide = try Self.list("Mobilnr;Beløp\n90000001;2;3\n", [.amount: "#3"])
        #expect(wide.lines.map(\.amount) == [ExactDecimal("3")])
    }

    @Test(
        "refuses amounts without an exact sum, and takes the longest that have one",
        arguments: [
            (["49999999999999999999", "-50000000000000000000"], true),
            (["99999999999999999999", "-1"], false),
            (["12345678901234567890,12", "0,1234567890"], true),
            (["12345678901234567890,12", "0,12345678901"], false),
            (["99999999999999999999,9999999999", "0,0000000001"], false),
            (["-99999999999999999999,9999999999", "99999999999999999999,9999999999"], false),
        ])
    func longAmounts(amounts: [String], hasSum: Bool) throws {
        let text = (["Mobilnr;Beløp"] + amounts.map { "90000001;\($0)" }).joined(separator: "\n")
        if hasSum {
            #expect(
                try Self.list(text, number: "Mobilnr", [.amount: "Beløp"]).lines.allSatisfy {
                    $0.fault == nil
                })
        } else {
            #expect(throws: AuditFailure.amountsTooLong(path: "f.csv", line: 2)) {
                try Self.list(text, number: "Mobilnr", [.amount: "Beløp"])
            }
        }
    }

    @Test("keeps lines that cannot be read, with the reason and with what they cost")
    func unreadable() throws {
        let list = try Self.list(
            """
            Mobilnr;Navn;Beløp
            4.79E+10;Ola;10,00
            ;Fellesgebyr;5,00
            90000001;Ola;x
            90000002;Ola;1,00
            12345;Ola;2,00
            """)
        #expect(
            list.lines.map(\.fault) == [.lostDigits, .noNumber, .notAnAmount, nil, .tooFewDigits])
        #expect(list.amount?.description == "18.00")
    }

    @Test("tells a doubled line from one of several, but for a column that counts")
    func doubled() throws {
        let many = try Self.list(
            """
            Nr;Mobilnr;Vare;Beløp
            1;90000001;A;1,00
            2;90000001;B;1,00
            3;+4790000001;A;1,00
            4;90000001;A;2,00
            """)
        #expect(many.linesPerNumber == .many)
        #expect(many.lines.map(\.repeats) == [nil, nil, 2, nil])
        let one = try Self.list("Mobilnr;Navn\n90000001;A\n90000001;B\n", [.user: "Navn"])
        #expect(one.linesPerNumber == .one && one.lines.map(\.repeats) == [nil, 2])
    }

    @Test(
        "leaves out as a total a row of a total's words and figures alone",
        arguments: [
            "Sum;;425,00", ";Totalt å betale;425,00", "Netto;;425,00", "Sluttsum:;;kr 425,00",
            "Antall: 1;;425,00",
            "Til gode;;425,00", "Endelig beløp;;425,00", "Totalt 1 linje:;;425,00", "Sum eks. mva;NOK;425,00",
            ";MVA 25 %;106,25", "Sum oktober 2026;;425,00", "Transport;;1,00",
            "Sum kostnadssted 4100;;425,00",
            "Sum per 31.10.2026;;425,00", ";Sum 90000001;425,00", ";;425,00",
        ])
    func totals(row: String) throws {
        let list = try Self.list("Mobilnr;Tekst;Beløp\n90000001;Abonnement;425,00\n\(row)\n")
        #expect(list.totalCount == 1 && list.lines.map(\.line) == [2])
        #expect(list.addsUp)
    }

    @Test(
        "takes every other row for a line, whatever its words begin with",
        arguments: [
            ("4,79E+10;Transport og logistikk;250,00", .lostDigits),
            (";Total Bedrift abonnement;75,00", .noNumber),
            ("hemmelig;Summer Olsen;300,00", .notANumber), ("479000;Total;50,00", .tooFewDigits),
            ("90000002;Sum;7,00", nil), ("90000003;Total;8,00", nil), ("90000004;;9,00", nil),
            (";Total rabatt;-10,00", .noNumber), (";Fakturagebyr;49,00", .noNumber), (";;150,00", .noNumber),
            ("Sum;Kari Hansen;5,00", .notANumber), (";Transport;?", .noNumber),
        ] as [(String, AuditFault?)])
    func lines(row: String, fault: AuditFault?) throws {
        let list = try Self.list(
            "Mobilnr;Tekst;Beløp\n90000001;Abonnement;100,00\n\(row)\n90000009;Abonnement;1,00\n")
        #expect(list.lines.map(\.line) == [2, 3, 4] && list.totalCount == 0)
        #expect(list.lines.map(\.fault) == [nil, fault, nil])
    }

    @Test("takes an amount alone for a total where a page or the list ends")
    func wordless() throws {
        let list = try Self.list(
            """
            Mobilnr;Tekst;Beløp
            90000001;Abonnement;100,00
            ;;100,00
            Side 1 av 2;;
            Mobilnr;Tekst;Beløp
            ;;7,00
            90000002;Abonnement;50,00

            ;;150,00
            """)
        #expect(list.lines.map(\.line) == [2, 6, 7] && list.totalCount == 2 && list.addsUp)
    }

    @Test("keeps the lines of people without a number in a list without amounts")
    func people() throws {
        let list = try Self.list(
            """
            Mobilnr;Navn
            90000001;Ola
            ukjent;Kari
            ;Per
            privat mobil;Åse
            12;Liv
            mangler;
            Side 1 av 2;
            Avdeling Nord;
            90000002;Eva
            """, [.user: "Navn"])
        #expect(list.lines.map(\.line) == [2, 3, 4, 5, 6, 7, 10] && list.remarkCount == 2 && list.addsUp)
        #expect(list.lines.count { $0.fault != nil } == 5)
        let bare = try Self.list("Mobilnr\n90000001\nprivat mobil\n", [:])
        #expect(bare.lines.map(\.line) == [2, 3])
    }

    @Test("calls a line doubled only where all its columns are the same, if it has an amount")
    func severalLines() throws {
        let rows = (1...20).map { "900000\(10 + $0);Abonnement;100,00" }
        let list = try Self.list(
            (["Mobilnr;Tekst;Beløp"] + rows + [
                "90000011;Utland;17,00", "90000012;Abonnement;17,00", "90000013;Abonnement;100,00",
            ]).joined(separator: "\n"))
        #expect(list.lines.map(\.repeats) == Array(repeating: nil, count: 22) + [4])
    }

    @Test("knows a machine's number with the country code and without as one")
    func machines() throws {
        let list = try Self.list("Mobilnr;Navn\n580000000001;A\n47580000000001;A\n", [.user: "Navn"])
        #expect(list.lines.map(\.repeats) == [nil, 2])
    }

    private static func sheet(_ name: String, _ rows: [[String]]) -> ForeignTable {
        ForeignTable(
            sheet: name,
            rows: rows.enumerated().map { index, cells in
                ForeignTable.Row(line: index + 1, cells: cells.map { ForeignTable.Cell($0) })
            })
    }

    private static func list(of tables: [ForeignTable], _ fields: [AuditField: String] = [.amount: "Beløp"])
        throws
        -> AuditList
    {
        try AuditReader(path: "f.xlsx", AuditColumns(number: "Mobilnr", fields: fields)).list(in: tables)
    }

    @Test("reads all sheets that have the columns")
    func sheets() throws {
        let header = ["Mobilnr", "Beløp"]
        let list = try Self.list(of: [
            Self.sheet("Lies meg", [["Takk for handelen"]]),
            Self.sheet("Side 1", [header, ["90000001", "100,50"], ["Sum", "100,50"]]),
            Self.sheet("Side 2", [header, ["90000002", "200,25"], ["90000001", "100,50"]]),
        ])
        #expect(list.lines.map(\.line) == [2, 2, 3] && list.amount?.description == "401.25")
        #expect(list.lines.map(\.sheet) == ["Side 1", "Side 2", "Side 2"])
        #expect(list.lines.map(\.repeatsSheet) == [nil, nil, "Side 1"])
        #expect(list.otherSheets == ["Lies meg"] && list.hiddenSheets == [])
        #expect(list.leftOut.map(\.sheet) == ["Side 1"])
        #expect(list.rowCount == 6 && list.headerCount == 2 && list.totalCount == 1 && list.addsUp)
        #expect(list.lines.map(\.repeats) == [nil, nil, 2])
    }

    @Test("reads hidden sheets as well, names them, and adds up what the sheets state")
    func hiddenSheets() throws {
        let header = [ForeignTable.Cell("Mobilnr"), ForeignTable.Cell("Beløp")]
        func table(_ name: String, isHidden: Bool, _ number: String, _ amount: String) -> ForeignTable {
            let rows = [
                header, [ForeignTable.Cell(number), ForeignTable.Cell(amount)],
                [ForeignTable.Cell("Sum"), ForeignTable.Cell(amount)],
            ]
            return ForeignTable(
                sheet: name, isHidden: isHidden,
                rows: rows.enumerated().map { ForeignTable.Row(line: $0.offset + 1, cells: $0.element) })
        }
        let list = try Self.list(of: [
            table("A", isHidden: true, "90000001", "1,50"), table("B", isHidden: false, "90000002", "2,25"),
        ])
        #expect(list.hiddenSheets == ["A"] && list.lines.count == 2)
        #expect(list.statedAmount?.description == "3.75")
    }

    @Test("lists the rows that it leaves out, with their lines and with what totals state")
    func leftOut() throws {
        let list = try Self.list(
            "Mobilnr;Tekst;Beløp\n90000001;A;5,00\nSum;;6,00\nSide 2;;\n90000002;A;1,00\n")
        var total = AuditSkippedRow(.total, line: 3)
        total.amount = ExactDecimal("6.00")
        #expect(list.leftOut == [total, AuditSkippedRow(.title, line: 4)])
        #expect(list.statedAmount?.description == "6.00" && list.amount?.description == "6.00")
    }

    @Test("does not take a formula without a value, a day or a truth value for an amount or a number")
    func natures() throws {
        let cells: [[ForeignTable.Cell]] = [
            [.init("Mobilnr"), .init("Navn"), .init("Beløp")],
            [.init("90000001"), .init("Ola"), .init("46296", .day)],
            [.init("90000002"), .init("Ola"), .init("1", .truth)],
            [.init("90000003"), .init("Ola"), .init("", .formula)],
            [.init("", .formula), .init("Ola"), .init("5", .number)],
            [.init("90000004"), .init("", .formula), .init("5", .number)],
            [.init("90000005"), .init("Ola"), .init("-")],
            [.init("Sum"), .init(""), .init("", .formula)],
        ]
        let rows = cells.enumerated().map { ForeignTable.Row(line: $0.offset + 1, cells: $0.element) }
        let list = try Self.list(
            of: [ForeignTable(sheet: "A", rows: rows)], [.amount: "Beløp", .user: "Navn"])
        #expect(list.lines.map(\.fault) == [.notMoney, .notMoney, .noValue, .noValue, .noValue, nil])
        #expect(list.lines.last?.amount == nil && list.amount?.description == "10" && list.totalCount == 1)
    }

    @Test("compares no more of a long text than its beginning")
    func longTexts() throws {
        let long = String(repeating: "x", count: 30_000)
        let rows = (0..<50).map { ["900000\(10 + $0)", long, "1,00"] }
        let list = try Self.list(
            of: [Self.sheet("A", [["Mobilnr", "Navn", "Beløp"]] + rows)], [.amount: "Beløp", .user: "Navn"])
        #expect(list.lines.count == 50)
        #expect(list.lines.allSatisfy { ($0.claims[.user]?.utf8.count ?? 0) == 1_000 })
        #expect(throws: AuditFault.notANumber) { try AuditNumber.read(String(repeating: "4", count: 30_000)) }
        #expect(throws: AuditFault.notAnAmount) {
            try AuditAmount(of: []).read(String(repeating: "4", count: 30_000))
        }
    }

    @Test("takes away what keeps a number a text in a spreadsheet")
    func claims() throws {
        let list = try Self.list(
            "Mobilnr;Navn\n90000001;'4100\n90000002;=\"4100\"\n90000003;'t Hooft\n", [.user: "Navn"])
        #expect(list.lines.map { $0.claims[.user] } == ["4100", "4100", "'t Hooft"])
    }

    @Test(
        "every row is counted once, and every amount, whatever the file", arguments: 0..<20 as Range<UInt64>)
    func model(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let separator = random.pick([";", "\t", "|"])
        let hasComma = random.once(in: 2)
        func text(_ hundredths: Int) -> String {
            let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
            return (hundredths < 0 ? "-" : "") + "\(whole)" + (hasComma ? "," : ".") + (rest < 10 ? "0" : "")
                + "\(rest)"
        }
        let header = ["Linje", "Mobilnr", "Vare", "Beløp"].joined(separator: separator)
        var rows = ["Faktura 1", "", header]
        var (sum, lines, totals, headers, remarks, blanks, faults) = (0, 0, 0, 1, 1, 1, 0)
        for line in 1...(10 + random.below(200)) {
            switch random.below(12) {
            case 0:
                rows.append(header)
                headers += 1
            case 1:
                rows.append("")
                blanks += 1
            case 2:
                rows.append(["", "Delsum", "", text(sum)].joined(separator: separator))
                totals += 1
            case 3:
                rows.append("Side \(line)")
                remarks += 1
            default:
                let amount = random.below(1_000_000) - 200_000
                let isBroken = random.once(in: 9)
                let number =
                    isBroken ? random.pick(["4,79E+09", "1234", "x?1"]) : "9000\(1000 + random.below(50))"
                rows.append(["\(line)", number, "Vare", text(amount)].joined(separator: separator))
                (sum, lines, faults) = (sum + amount, lines + 1, faults + (isBroken ? 1 : 0))
            }
        }
        guard lines > 0 else { return }
        rows.append("Side 0")
        remarks += 1
        let list = try Self.list(rows.joined(separator: random.pick(["\n", "\r\n"])))
        #expect(list.addsUp)
        #expect(
            [list.lines.count, list.totalCount, list.headerCount, list.remarkCount, list.blankCount]
                == [lines, totals, headers, remarks, blanks])
        #expect(list.lines.count { $0.fault != nil } == faults)
        #expect(list.amount?.isEqual(to: ExactDecimal(units: Int128(sum), scale: 2)) == true)
    }
}

import Audits
import ForeignTables
import MirrorCore
import TestSupport
import Testing

/// Made-up invoices in the layouts that operators' portals export.
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
    func missing() {
        #expect(
            throws: AuditFailure.noColumn(path: "f.csv", name: "Mobilnr", known: ["Mobilnummer", "Beløp"])
        ) {
            try Self.list("Mobilnummer;Beløp\n1;2\n")
        }
        #expect(throws: AuditFailure.columnTwice(path: "f.csv", name: "Beløp")) {
            try Self.list("Mobilnr;Beløp;Beløp\n90000001;2;3\n")
        }
        #expect(throws: AuditFailure.noLines(path: "f.csv")) { try Self.list("Mobilnr;Beløp\n\n") }
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

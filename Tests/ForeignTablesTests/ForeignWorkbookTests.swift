import ForeignTables
import MirrorCore
import TestSupport
import Testing

@Suite("Workbooks of others")
struct ForeignWorkbookTests {
    private static let rows = """
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>Bel&#xF8;p &amp; mva</t></is></c></row>
        <row r="4"><c r="A4"><v>4790000001</v></c><c r="B4" t="str"><f>A1</f><v>for_x000D_mel</v></c>
            <c r="C4"><v>249.90000000000001</v></c><c r="D4" t="b"><v>1</v></c><c r="E4"/></row>
        """
    private static let shared = [
        "<r><t>Mobil</t></r><r><t xml:space=\"preserve\">nr </t></r><rPh><t>x</t></rPh>"
    ]

    private func tables(_ bytes: [UInt8], _ limits: ForeignLimits = ForeignLimits()) throws -> [ForeignTable]
    {
        try ForeignFile.tables(in: bytes, of: "list.xlsx", limits: limits)
    }

    private func failure(_ bytes: [UInt8], _ limits: ForeignLimits = ForeignLimits()) -> ForeignTableFailure?
    {
        do {
            _ = try ForeignFile.tables(in: bytes, of: "list.xlsx", limits: limits)
            return nil
        } catch { return error }
    }

    @Test("have shared and inline texts, runs, numbers with all their digits, gaps and a formula's value")
    func cells() throws {
        let table = try tables(MadeWorkbook(rows: Self.rows, shared: Self.shared).bytes())[0]
        #expect(table.sheet == "Faktura")
        #expect(table.rows.map(\.line) == [2, 4])
        #expect(table.rows[0].cells == [.init("Mobilnr "), .init(""), .init("Beløp & mva")])
        #expect(
            table.rows[1].cells == [
                .init("4790000001", isNumber: true), .init("for\rmel"),
                .init("249.90000000000001", isNumber: true), .init("1", .truth), .init(""),
            ])
    }

    @Test("show all their sheets, and tell which ones Excel hides")
    func sheets() throws {
        let row = "<row><c><v>1</v></c></row>"
        let book = MadeWorkbook(sheets: [
            ("A", row, "hidden"), ("B", row, "visible"), ("C", "", "veryHidden"),
        ])
        let tables = try tables(book.bytes())
        #expect(tables.map(\.sheet) == ["A", "B", "C"])
        #expect(tables.map(\.isHidden) == [true, false, true])
    }

    @Test("tell a formula without a value, a day and a truth value from a text and a number")
    func natures() throws {
        var book = MadeWorkbook(
            rows: """
                <row><c><f>D2*1.25</f><v></v></c><c><f>A2</f></c><c t="str"><f>T(A1)</f><v></v></c><c><f>A1</f><v>2</v></c>
                    <c s="1"><v>46296</v></c><c s="2"><v>46296.5</v></c><c s="3"><v>5</v></c><c t="b"><v>1</v></c>
                    <c t="e"><v>#REF!</v></c></row>
                """)
        book.parts.append(
            (
                "xl/styles.xml",
                Array(
                    """
                    <styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
                        <numFmt numFmtId="165" formatCode="#,##0.00&quot; dkk &quot;[$kr-414];[Red]\\-0_d"/></numFmts>
                        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
                        <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>
                    """.utf8)
            ))
        #expect(
            try tables(book.bytes())[0].rows[0].cells == [
                .init("", .formula), .init("", .formula), .init(""), .init("2", .number),
                .init("46296", .day),
                .init("46296.5", .day), .init("5", .number), .init("1", .truth), .init("#REF!"),
            ])
    }

    @Test(
        "tell which day a cell shows, however the workbook counts",
        arguments: [
            ("46296", false, "2026-10-01"), ("46296.99999", false, "2026-10-01"),
            ("44834", true, "2026-10-01"),
            ("61", false, "1900-03-01"), ("2958465", false, "9999-12-31"),
            ("2026-10-01T00:00:00", false, "2026-10-01"),
            ("60", false, nil), ("2958466", false, nil), ("-1", true, nil), ("nan", false, nil),
            ("1e300", false, nil),
        ] as [(String, Bool, String?)])
    func days(stored: String, countsFrom1904: Bool, day: String?) throws {
        let table = ForeignTable(rows: [], countsFrom1904: countsFrom1904)
        #expect(table.day(in: .init(stored, .day))?.text == day)
    }

    @Test("whose cells share a long text are bounded by all that they say")
    func sharedText() {
        var limits = ForeignLimits()
        limits.textBytes = 1_000
        let row = "<row><c t=\"s\"><v>0</v></c></row>"
        func failure(_ count: Int) -> ForeignTableFailure? {
            let rows = String(repeating: row, count: count)
            let text = "<t>" + String(repeating: "x", count: 100) + "</t>"
            return self.failure(MadeWorkbook(rows: rows, shared: [text]).bytes(), limits)
        }
        #expect(failure(10) == nil)
        #expect(failure(11) == .tooMuchText(path: "list.xlsx", megabytes: 0))
    }

    @Test(
        "that would do harm, or are damaged, are refused in a sentence",
        arguments: [
            "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<row><c><v>&a;</v></c></row>", "<row><c><v>1</v></row>",
            "<row r=\"2\"/><row r=\"1\"/>", "<row r=\"99999999\"/>", "<row><c r=\"B1\"/><c r=\"A1\"/></row>",
            "<row><c r=\"XFE1\"/></row>", "<row><c r=\"AAAA1\"/></row>", "<row><c t=\"s\"><v>7</v></c></row>",
            "<row><row/></row>", "<c/>", "<row x='1", "<row>&#0;</row>", "<row><c r='1'/></row>",
            String(repeating: "<a>", count: 70),
        ])
    func harmful(rows: String) {
        switch failure(MadeWorkbook(rows: rows).bytes()) {
        case .damagedWorkbook?: break
        case let other: Issue.record("\(rows.prefix(30)): \(String(describing: other))")
        }
    }

    @Test("that promise more than they have, or unpack to too much, are refused before they take room")
    func bombs() {
        let book = MadeWorkbook(rows: "<row>" + String(repeating: " ", count: 8 << 20) + "</row>")
        #expect(failure(book.bytes()) == .tooLarge(path: "list.xlsx", megabytes: 256))
        var limits = ForeignLimits()
        limits.unpackedBytes = 1 << 10
        let small = MadeWorkbook(rows: String(repeating: "<row/>", count: 400))
        #expect(failure(small.bytes(), limits) == .tooLarge(path: "list.xlsx", megabytes: 0))
        let honest = MadeWorkbook(rows: "<row/>")
        #expect(failure(honest.bytes { $0 + 1 }) != nil)
        #expect(failure(honest.bytes { $0 - 1 }) != nil)
        #expect(failure(honest.bytes { _ in 0xFFFF_FFFF }) == .tooLarge(path: "list.xlsx", megabytes: 256))
        limits = ForeignLimits()
        limits.cells = 100
        let wide = MadeWorkbook(rows: "<row><c r=\"ZZ1\"/></row>")
        #expect(failure(wide.bytes(), limits) == .tooManyCells(path: "list.xlsx"))
    }

    @Test("with a file twice, or without a workbook in them, are none")
    func archives() {
        var twice = MadeWorkbook(rows: "")
        twice.parts.append(("XL/Workbook.xml", []))
        #expect(failure(twice.bytes()) != nil)
        var empty = MadeWorkbook(rows: "")
        empty.parts.removeFirst()
        #expect(failure(empty.bytes()) != nil)
        #expect(failure([0x50, 0x4B, 0x03, 0x04]) != nil)
    }

    @Test("and texts of any bytes end in a table or in a sentence", arguments: 0..<8 as Range<UInt64>)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let seeds: [[UInt8]] = [
            MadeWorkbook(rows: Self.rows, shared: Self.shared).bytes(),
            Array("Mobilnr;\"Navn; x\";Beløp\r\n90000001;\"Ola\nN\";1 249,50\r\n".utf8),
            [0xFF, 0xFE] + "a;b\n1;2\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
        ]
        var limits = ForeignLimits()
        (limits.fileBytes, limits.unpackedBytes, limits.cells) = (1 << 16, 1 << 16, 10_000)
        for _ in 0..<300 * (LongMode.isOn ? 20 : 1) {
            var bytes = random.pick(seeds)
            for _ in 0...random.below(4) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(5) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.remove(at: place)
                case 2: bytes.removeSubrange(place...)
                case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: 0)
                default:
                    bytes.replaceSubrange(
                        place..<min(bytes.count, place + 4), with: [0xFF, 0xFF, 0xFF, 0x7F])
                }
            }
            guard
                let tables = try? ForeignFile.tables(
                    in: bytes, of: "x", expecting: ["Mobilnr"], limits: limits)
            else { continue }
            #expect(tables.reduce(0) { $0 + $1.rows.reduce(0) { $0 + $1.cells.count } } <= limits.cells + 1)
        }
    }

    @Test("whose XML alone is damaged end in a table or in a sentence", arguments: 0..<4 as Range<UInt64>)
    func fuzzXML(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "<row>", "</row>", "<c t=\"s\">", "<v>", "&", "<![CDATA[", "]]>", "<!--", "<?", "\"", "/>",
            "<is>",
        ]
        for _ in 0..<200 * (LongMode.isOn ? 20 : 1) {
            var rows = Array(Self.rows.utf8)
            for _ in 0...random.below(3) {
                let place = random.below(rows.count)
                if random.once(in: 2) {
                    rows.removeSubrange(place..<min(rows.count, place + random.below(12)))
                } else {
                    rows.insert(contentsOf: random.pick(pieces).utf8, at: place)
                }
                if rows.isEmpty { rows = [0x20] }
            }
            let book = MadeWorkbook(rows: String(decoding: rows, as: UTF8.self), shared: Self.shared)
            _ = failure(book.bytes())
        }
    }
}

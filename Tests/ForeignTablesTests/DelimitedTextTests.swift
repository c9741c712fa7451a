import ForeignTables
import Testing

@Suite("Text with separators")
struct DelimitedTextTests {
    private func rows(_ text: String, expecting names: [String] = []) throws -> [[String]] {
        try rows(Array(text.utf8), expecting: names)
    }

    private func rows(_ bytes: [UInt8], expecting names: [String] = []) throws -> [[String]] {
        try ForeignFile.tables(in: bytes, of: "list.csv", expecting: names)[0].rows.map {
            $0.cells.map(\.text)
        }
    }

    @Test(
        "has its separator found out",
        arguments: [
            ("a;b\n1,5;2\n2,5;3\n", [["a", "b"], ["1,5", "2"], ["2,5", "3"]]),
            ("a,b\n1.5,2\n", [["a", "b"], ["1.5", "2"]]), ("a\tb\n1,5\t2\n", [["a", "b"], ["1,5", "2"]]),
            ("a|b\n1|2\n", [["a", "b"], ["1", "2"]]), ("sep=,\r\na,b;c\r\n", [["a", "b;c"]]),
            ("a\n1\n", [["a"], ["1"]]),
        ])
    func separators(text: String, expected: [[String]]) throws { #expect(try rows(text) == expected) }

    @Test("goes by the names of columns, where more rows would be even with another separator")
    func names() throws {
        let text = "Mobilnr;Beløp\n1;1,5,5\n2;2,5,5\n3;2,5,5\n"
        #expect(try rows(text, expecting: ["Mobilnr", "beløp"])[1] == ["1", "1,5,5"])
    }

    @Test(
        "has quoted cells, also those that nobody doubled or closed",
        arguments: [
            ("a;\"b;c\";d", [["a", "b;c", "d"]]), ("\"a\"\"b\";c", [["a\"b", "c"]]),
            ("\"a\nb\";c\nd;e", [["a\nb", "c"], ["d", "e"]]),
            ("x;\"Ola \"Olli\" N\";y", [["x", "Ola \"Olli\" N", "y"]]),
            ("a;\"b\nc;d", [["a", "\"b"], ["c", "d"]]), ("a;;\r\n;b\r", [["a", "", ""], ["", "b"]]),
            ("a;", [["a", ""]]),
            ("a;\"\"", [["a", ""]]),
        ])
    func quotes(text: String, expected: [[String]]) throws { #expect(try rows(text) == expected) }

    @Test(
        "has quotation marks that are never closed read as they stand, so that they swallow no line",
        arguments: [
            (
                "n;t;b\n1;\"Ola;100\n2;Per;200\n3;\"Kari\";300\n",
                [["n", "t", "b"], ["1", "\"Ola", "100"], ["2", "Per", "200"], ["3", "Kari", "300"]]
            ),
            (
                "n;t;b\n1;\"Ola;100\n2;skjerm 15\";200\n",
                [["n", "t", "b"], ["1", "\"Ola", "100"], ["2", "skjerm 15\"", "200"]]
            ),
            (
                "n;t;b\n1;\"Ola;100\n2;\"\";200\n3;\"Kari\";300\n",
                [["n", "t", "b"], ["1", "\"Ola", "100"], ["2", "", "200"], ["3", "Kari", "300"]]
            ),
            // Two columns, so that a text may have as many separators as a row.
            ("n,t\n1,\"Hansen, Kari\nAvd. 3, Oslo\"\n", [["n", "t"], ["1", "Hansen, Kari\nAvd. 3, Oslo"]]),
            (
                "n;t;b\n1;\"Hansen; Kari\nAvd. 3\";100\n2;Per;3\n",
                [["n", "t", "b"], ["1", "Hansen; Kari\nAvd. 3", "100"], ["2", "Per", "3"]]
            ),
        ])
    func unclosed(text: String, expected: [[String]]) throws {
        #expect(try rows(text, expecting: ["n", "t"]) == expected)
    }

    @Test(
        "says on which lines a cell begins that could as well be rows",
        arguments: [
            ("n;t;b\n1;\"Ola;100\n2;skjerm 15\";200\n", [2]),
            ("n,t\n1,\"Hansen, Kari\nAvd. 3, Oslo\"\n", []),
            ("n;t\nA;\"Hansen\nAvd. 3; Oslo\"\nB;x\nC;\"a\nb;c\"\n", [2, 5]),
            ("n;t;b\n1;\"Hansen\nKari\";100\n2;Per;3\n", []), ("n;t\n1;\"a\"\n2;\"b\"\n", []),
        ])
    func doubtful(text: String, lines: [Int]) throws {
        let table = try ForeignFile.tables(in: Array(text.utf8), of: "list.csv", expecting: ["n", "t"]).first
        #expect(table?.doubtfulLines == lines)
    }

    @Test("has any number of quotation marks that nobody doubled, and long texts in them")
    func manyQuotes() throws {
        let stray = (1...5_000).map { "\($0);\"Fri+\" 20GB;5" }
        let table = try rows((["n;t;b"] + stray).joined(separator: "\n"))
        #expect(table.count == 5_001 && table[5_000] == ["5000", "\"Fri+\" 20GB", "5"])
        let long = String(repeating: "ø\n", count: 16_000)
        #expect(try rows("n;t;b\n1;\"\(long)\";5\n2;x;6\n")[1...] == [["1", long, "5"], ["2", "x", "6"]])
    }

    @Test(
        "that is empty, but for a mark of its encoding and blanks, is refused as empty",
        arguments: ["", "\u{FEFF}", " \n\n"])
    func empty(text: String) {
        #expect(throws: ForeignTableFailure.empty(path: "x")) {
            try ForeignFile.tables(in: Array(text.utf8), of: "x")
        }
    }

    @Test("knows the line in which each row begins")
    func lines() throws {
        let table = try ForeignFile.tables(in: Array("a;b\r\n\"x\r\ny\";c\r\n\r\nd;e".utf8), of: "list.csv")[
            0]
        #expect(table.rows.map(\.line) == [1, 2, 4, 5])
    }

    @Test(
        "is read in its encoding",
        arguments: [
            Array("Blåbær;1\n".utf8), [0xEF, 0xBB, 0xBF] + Array("Blåbær;1\n".utf8),
            [0x42, 0x6C, 0xE5, 0x62, 0xE6, 0x72, 0x3B, 0x31, 0x0A],
            [0xFF, 0xFE] + "Blåbær;1\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            [0xFE, 0xFF] + "Blåbær;1\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
            "Blåbær;1\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            "Blåbær;1\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
        ] as [[UInt8]])
    func encodings(bytes: [UInt8]) throws { #expect(try rows(bytes) == [["Blåbær", "1"]]) }

    @Test("is in Windows-1252 where it is no UTF-8, the euro and the dash included")
    func windows() throws { #expect(try rows([0x80, 0x96, 0xF8, 0xA0]) == [["€–ø\u{A0}"]]) }

    @Test("is no file of another kind")
    func others() {
        #expect(throws: ForeignTableFailure.notATable(path: "x")) {
            try ForeignFile.tables(in: [0x00, 0x01, 0x02, 0x00], of: "x")
        }
        #expect(throws: ForeignTableFailure.oldWorkbook(path: "x")) {
            try ForeignFile.tables(in: [0xD0, 0xCF, 0x11, 0xE0, 0xA1], of: "x")
        }
    }

    @Test("is bounded: cells, columns and rows")
    func bounds() throws {
        var limits = ForeignLimits()
        (limits.cells, limits.columns, limits.rows, limits.fileBytes) = (10, 4, 5, 100)
        func failure(_ text: String) -> ForeignTableFailure? {
            do {
                _ = try ForeignFile.tables(in: Array(text.utf8), of: "x", limits: limits)
                return nil
            } catch { return error }
        }
        #expect(failure("1;2;3;4;5") == .tooManyCells(path: "x"))
        #expect(failure("1\n2\n3\n4\n5\n6") == .tooManyCells(path: "x"))
        #expect(failure("1;2\n1;2\n1;2\n1;2\n1;2") == nil)
        #expect(failure("1;2;3\n1;2;3\n1;2;3\n1;2\n") == .tooManyCells(path: "x"))
        #expect(failure(String(repeating: "x", count: 101)) == .tooLarge(path: "x", megabytes: 0))
    }
}

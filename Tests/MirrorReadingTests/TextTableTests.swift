import GRDB
import MirrorReading
import Testing

@Suite("A table for people")
struct TextTableTests {
    private static func table(_ cells: [[String]], width: Int?) -> [String] {
        TextTable(
            columns: (1...cells[0].count).map { "c\($0)" },
            rows: cells.map { $0.map { TextTable.Cell(text: $0, isNumber: Int($0) != nil) } }, width: width
        ).lines
    }

    @Test("cuts a long cell, so that one of 600 characters does not make every row as wide")
    func cuts() {
        let lines = Self.table([["a", String(repeating: "x", count: 600), "7"]], width: nil)
        #expect(lines.allSatisfy { $0.count <= 2 + 2 + 100 + 2 + 2 + 1 })
        #expect(lines[2].contains("xxx…  "))
        #expect(lines[2].hasSuffix("7\n"))
    }

    @Test("fits the terminal: the longest texts give way first, and nothing of 20 columns or a number does")
    func fits() {
        let (x, letters) = (String(repeating: "x", count: 28), String(repeating: "æ", count: 28))
        let row: [String] = ["89470000000000000001", x + x, letters + "æøå", "1234567890123456"]
        let lines = Self.table([row], width: 100)
        #expect(lines.allSatisfy { DisplayWidth.columns(of: String($0.dropLast())) <= 100 })
        #expect(lines[2] == "89470000000000000001  \(x)…  \(letters)…  1234567890123456\n")
        #expect(Self.table([row], width: 200)[2].contains(row[1]))
    }

    @Test("of a terminal that is too narrow for the columns has a line for each value, in blocks")
    func records() {
        let x = String(repeating: "x", count: 35)
        let row: [String] = ["89470000000000000001", x + x, "5"]
        #expect(
            Self.table([row, ["", "b", "6"]], width: 40).joined() == """
                c1  89470000000000000001
                c2  \(x)…
                c3  5

                c1
                c2  b
                c3  6

                """)
        let empty = TextTable(columns: [x, "status"], rows: [], width: 20)
        #expect(empty.lines.joined() == "\(x)\nstatus\n")
    }

    @Test("counts wide characters and marks as a terminal shows them where it cuts")
    func wide() {
        #expect(DisplayWidth.cut("日本語日本語", to: 6) == "日本…")
        #expect(DisplayWidth.cut("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
        #expect(DisplayWidth.cut("abc", to: 3) == "abc")
    }

    @Test("has its last line broken between words, never in one")
    func wraps() {
        #expect(
            DisplayWidth.wrapped("complete as of 2026; gapless", to: 15) == "complete as of\n2026; gapless")
        #expect(DisplayWidth.wrapped("a reallylongword b", to: 6) == "a\nreallylongword\nb")
    }
}

import MirrorReading
import Testing

/// Edge cases of a workbook's cells, without another program.
@Suite("A cell of a workbook")
struct WorkbookCellTests {
    @Test(
        "holds a time from 1900 on, where a spreadsheet's time begins, and before it none",
        arguments: [
            ("1900-01-01", [1900, 1, 1, 0, 0, 0]), ("1899-12-31", nil),
            ("9999-12-31", [9999, 12, 31, 0, 0, 0]),
            ("1900-01-01 00:00:00", [1900, 1, 1, 0, 0, 0]),
            ("2026-11-22 23:59:59", [2026, 11, 22, 23, 59, 59]), ("2026-11-22 24:00:00", nil),
            ("2026-11-22 23:60:00", nil), ("2026-11-22 23:59:60", nil), ("2026-00-22", nil),
            // UTC is never shown as if it were local.
            ("2026-11-22T23:59:59Z", nil),
            ("2026-13-22", nil), ("2026-11-00", nil), ("2026-11-32", nil), ("2026-11-2x", nil), ("", nil),
            ("2026-11-22T23:59", nil),
        ] as [(String, [Int32]?)])
    func time(text: String, expected: [Int32]?) {
        let time = WorkbookTime(text)
        #expect(
            time.map { [$0.year, $0.month, $0.day, $0.hour, $0.minute, $0.second] } == expected)
        if let time { #expect(time.hasClock == (text.utf8.count == 19)) }
    }

    @Test(
        "holds every text, written so that XML can hold it",
        arguments: [
            ("\u{0}", "_x0000_"), ("\u{8}", "_x0008_"), ("\t", "\t"), ("\n", "\n"), ("\u{B}", "_x000B_"),
            ("\r", "_x000D_"), ("\u{1F}", "_x001F_"), (" ~\u{7F}\u{80}æ", " ~\u{7F}\u{80}æ"),
            ("\u{FFFD}\u{FFFE}\u{FFFF}😀", "\u{FFFD}_xFFFE__xFFFF_😀"), ("_x0041_", "_x005F_x0041_"),
            ("_x00g1_", "_x00g1_"), ("_X0041_", "_X0041_"), ("_x004_", "_x004_"), ("_x0041", "_x0041"),
        ])
    func text(text: String, escaped: String) {
        #expect(WorkbookText.escaped(text) == escaped)
    }
}

import MirrorCore
import Testing

@Suite("A day of the calendar")
struct CalendarDayTests {
    @Test(
        "is read in both of the API's spellings and written in one",
        arguments: [
            ("2011-09-22", "2011-09-22"), ("01.01.1970", "1970-01-01"), ("29.02.2020", "2020-02-29"),
            ("2000-02-29", "2000-02-29"), ("0001-01-01", "0001-01-01"), ("31.12.9999", "9999-12-31"),
            ("2020-02-30", nil), ("31.02.2020", nil), ("1900-02-29", nil), ("2021-02-29", nil),
            ("00.00.0000", nil), ("0000-01-01", nil), ("2020-00-10", nil), ("2020-13-01", nil),
            ("2020-04-31", nil), ("", nil), ("string", nil), ("N/A", nil), ("2020-1-01", nil),
            ("1.1.1970", nil), ("2020-01-01T00:00:00Z", nil), (" 2020-01-01", nil), ("2020-01-01 ", nil),
            ("2020.01.01", nil), ("01-01-2020", nil), ("2020/01/01", nil), ("+020-01-01", nil),
            ("2020-01.01", nil), ("2020.01-01", nil), ("01.01-2020", nil), ("01-01.2020", nil),
            ("-020-01-01", nil), ("２０２０-01-01", nil), ("2020-01-0\u{661}", nil), ("20\u{0}0-01-01", nil),
        ] as [(String, String?)])
    func spelling(text: String, expected: String?) {
        #expect(CalendarDay(text)?.text == expected)
    }

    @Test("exists as often as the Gregorian calendar says: 146,097 times in 400 years")
    func count() {
        var days = 0
        for year in 2000..<2400 {
            for month in 0...13 {
                for day in 0...32 where CalendarDay(year: year, month: month, day: day) != nil { days += 1 }
            }
        }
        #expect(days == 146_097)
    }

    @Test("comes after the days before it")
    func order() throws {
        let texts = ["1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "2001-01-01"]
        #expect(texts.reversed().compactMap { CalendarDay($0) }.sorted().map(\.text) == texts)
    }
}

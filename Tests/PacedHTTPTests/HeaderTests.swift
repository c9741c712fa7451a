import Foundation
import PacedHTTP
import ScriptedHTTP
import Testing

@Suite("Headers")
struct HeaderTests {
    @Test(
        "Retry-After is seconds, or a date judged by the reply's own clock",
        arguments: [
            ("30", .seconds(30)), (" 7 ", .seconds(7)), ("0", .zero),
            ("99999999999999999999", .seconds(Int(Int32.max))),
            ("Sun, 22 Nov 2026 12:00:45 GMT", .seconds(45)), ("Sun, 22 Nov 2026 11:59:00 GMT", .zero),
            ("", nil), ("soon", nil), ("-5", nil), ("1.5", nil), ("Sun, 22 Nov 2026 12:00:45", nil),
        ] as [(String, Duration?)])
    func readsRetryAfter(header: String, wait: Duration?) {
        #expect(RetryAfter.parse(header, serverNow: .seconds(1_795_348_800)) == wait)
    }

    @Test(
        "a date is read as a judge writes it",
        arguments: [0, 951_782_400, 951_868_799, 1_709_164_800, 1_795_348_800, 4_102_444_799])
    func readsDates(seconds: Int) {
        let text = ScriptedServer.format(Date(timeIntervalSince1970: Double(seconds)))
        #expect(HTTPDate.parse(text) == .seconds(seconds))
    }

    @Test(
        "the two older forms are read as well",
        arguments: [
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Sun Nov 22 12:00:00 2026", 1_795_348_800), ("Sunday, 22-Nov-26 12:00:00 GMT", 1_795_348_800),
        ])
    func readsOlderDates(text: String, seconds: Int) {
        #expect(HTTPDate.parse(text) == .seconds(seconds))
    }

    @Test(
        "what is no date is nil",
        arguments: [
            "", "Sunday, 06-Nov-94 08:49:37 CET", "Sun Nov  6 08:49:37 19x4", "Sun, 06 Nov 1994 08:49:37 CET",
            ",GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", ", GMT                       GMT", "   , GMT",
            "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Søn, 06 Nov 1994 08:49:37 GM",
        ])
    func refusesDates(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}

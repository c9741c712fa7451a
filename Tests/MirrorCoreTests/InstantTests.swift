import Foundation
import MirrorCore
import Testing

@Suite("An instant as text")
struct InstantTests {
    @Test(
        "is UTC in whole seconds, what is less is cut off",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_772_323_200.999, "2026-03-01T00:00:00Z"),
            (-0.5, "1969-12-31T23:59:59Z"), (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        ])
    func text(seconds: TimeInterval, expected: String) {
        #expect(Instant.text(Date(timeIntervalSince1970: seconds)) == expected)
        #expect(Instant.date(expected) == Date(timeIntervalSince1970: seconds.rounded(.down)))
    }

    @Test(
        "is read only as it is written", arguments: ["", "2026", "2026-03-01", "2026-03-01 12:00:00", "now"])
    func unreadable(text: String) {
        #expect(Instant.date(text) == nil)
    }

    @Test("is ordered as its text is")
    func order() {
        let dates = stride(from: 0.0, to: 4e9, by: 98_765_431).map { Date(timeIntervalSince1970: $0) }
        #expect(dates.map(Instant.text).sorted() == dates.map(Instant.text))
    }
}

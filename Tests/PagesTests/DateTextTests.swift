import Foundation
import MirrorCore
import MirrorReading
import Pages
import Testing

@Suite("Days and times on a page")
struct DateTextTests {
    private static let oslo = TimeZone(identifier: "Europe/Oslo") ?? .gmt
    private let english = DateText(.english, Self.oslo)
    private let norwegian = DateText(.norwegian, Self.oslo)

    @Test("are written as each language does")
    func days() throws {
        let day = try #require(CalendarDay("2026-05-07"))
        #expect(english.long(day) == "7 May 2026")
        #expect(norwegian.long(day) == "7. mai 2026")
        #expect(english.short(day) == "7\u{A0}May\u{A0}2026")
        #expect(norwegian.short(day) == "07.05.2026")
        let month = try #require(CalendarMonth("2026-12"))
        #expect(english.long(month: month) == "December 2026")
        #expect(norwegian.long(month: month) == "desember 2026")
        #expect(english.abbreviated(month: month) == "Dec")
        #expect(norwegian.abbreviated(month: month) == "des")
    }

    @Test("are by the clocks of the time zone, in summer and in winter, and fall on its day")
    func instants() throws {
        #expect(english.short(instant: "2026-07-31T22:05:00Z") == "1\u{A0}Aug\u{A0}2026, 00:05")
        #expect(norwegian.short(instant: "2026-11-30T23:05:09Z") == "01.12.2026 kl.\u{A0}00.05")
        #expect(norwegian.short(instant: "no instant") == "no instant")
        let midnight = try #require(Instant.date("2026-11-30T23:00:00Z"))
        #expect(english.day(of: midnight)?.text == "2026-12-01")
    }
}

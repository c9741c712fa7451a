import Foundation
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("A moment of the past as a person writes it")
struct AsOfTextTests {
    @Test(
        "a day is its end by the clocks of the time zone, whatever they are set to",
        arguments: [
            ("2026-10-31", "Europe/Oslo", "2026-10-31T23:00:00Z", "2026-11-01T00:00:00+01:00"),
            ("31.10.2026", "Europe/Oslo", "2026-10-31T23:00:00Z", "2026-11-01T00:00:00+01:00"),
            ("2026-06-30", "Europe/Oslo", "2026-06-30T22:00:00Z", "2026-07-01T00:00:00+02:00"),
            // One of these days has 25 hours, the other 23.
            ("2026-10-25", "Europe/Oslo", "2026-10-25T23:00:00Z", "2026-10-26T00:00:00+01:00"),
            ("2026-03-29", "Europe/Oslo", "2026-03-29T22:00:00Z", "2026-03-30T00:00:00+02:00"),
            ("2024-02-28", "Europe/Oslo", "2024-02-28T23:00:00Z", "2024-02-29T00:00:00+01:00"),
            ("2025-12-31", "Europe/Oslo", "2025-12-31T23:00:00Z", "2026-01-01T00:00:00+01:00"),
            ("2026-10-31", "UTC", "2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z"),
            ("2026-10-31", "Asia/Kolkata", "2026-10-31T18:30:00Z", "2026-11-01T00:00:00+05:30"),
            // Clocks are set forward at midnight, so the next day begins at one.
            ("2026-09-05", "America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06T01:00:00-03:00"),
            ("2026-10-31T12:00:00Z", "Europe/Oslo", "2026-10-31T12:00:00Z", "2026-10-31T13:00:00+01:00"),
            ("-7d", "Europe/Oslo", "2026-11-15T12:00:00Z", "2026-11-15T13:00:00+01:00"),
            ("-0s", "Europe/Oslo", "2026-11-22T12:00:00Z", "2026-11-22T13:00:00+01:00"),
        ])
    func reads(text: String, zone: String, instant: String, local: String) throws {
        let asOf = try AsOf(text, now: ExampleMirror.now, in: try #require(TimeZone(identifier: zone)))
        #expect(asOf.text == instant)
        #expect(asOf.localText == local)
        #expect(asOf.words.hasPrefix("as observed before \(local) ("))
    }

    @Test(
        "what is not over, and what is no moment, is refused",
        arguments: [
            ("2026-11-22", .notOver("2026-11-22", timeZone: "Europe/Oslo")),
            ("2026-11-22T12:00:01Z", .notOver("2026-11-22T12:00:01Z", timeZone: "Europe/Oslo")),
            ("9999-12-31", .notOver("9999-12-31", timeZone: "Europe/Oslo")),
            ("now", .unreadable("now")), ("", .unreadable("")), ("7d", .unreadable("7d")),
            ("-+7d", .unreadable("-+7d")), ("--7d", .unreadable("--7d")),
            ("2026-02-30", .unreadable("2026-02-30")), ("yesterday", .unreadable("yesterday")),
        ] as [(String, AsOfFailure)])
    func refuses(text: String, failure: AsOfFailure) throws {
        #expect(throws: failure) {
            try AsOf(text, now: ExampleMirror.now, in: Viewpoint.usualTimeZone)
        }
        let fault = if case .notOver = failure { "has not ended" } else { "is invalid" }
        #expect(failure.message.hasPrefix("--as-of \(text) \(fault)"))
    }
}

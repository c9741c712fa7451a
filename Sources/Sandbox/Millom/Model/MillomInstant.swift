/// A moment in whole seconds, with the offset used to write it.
struct MillomInstant: Sendable, Hashable {
    /// Seconds since 1970.
    let seconds: Int
    /// In minutes, east of Greenwich.
    let offset: Int

    init(_ seconds: Int, offset: Int = 0) {
        self.seconds = seconds
        self.offset = offset
    }

    /// The ends of the years 2099 and 9999, by which operators mean "never".
    static let endOf2099 = MillomInstant(4_102_444_799)
    static let endOf9999 = MillomInstant(253_402_300_799)

    private static func wallClock(_ seconds: Int) -> String {
        let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        let ofDay = seconds - days * 86_400
        return "\(Day(number: days).iso)T\(two(ofDay / 3600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The moment in the form of RFC 3339: `2026-03-01T13:00:00+01:00`.
    var text: String {
        guard offset != 0 else { return utc }
        let size = abs(offset)
        return Self.wallClock(seconds + offset * 60)
            + "\(offset < 0 ? "-" : "+")\(Self.two(size / 60)):\(Self.two(size % 60))"
    }

    /// `2026-03-01T12:00:00Z`.
    var utc: String { withoutOffset + "Z" }

    /// The moment in UTC but without a `Z`, as in the documented examples.
    var withoutOffset: String { Self.wallClock(seconds) }
}

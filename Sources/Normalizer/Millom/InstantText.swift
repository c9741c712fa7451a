import MirrorCore

/// Converts instants in RFC 3339 and similar forms to UTC.
///
/// Source: millom-standard-api.yaml, whose own examples hold `2099-12-31T23:59:59`, without an offset.
struct InstantText: Equatable {
    /// Seconds since 1970.
    let seconds: Int64
    /// The day as written, in the time zone of its offset.
    let day: CalendarDay
    /// Whether the form is that of RFC 3339, with an offset.
    let isDocumented: Bool

    /// The beginning of the year 1 and the end of 9999, the bounds of the mirror's instants.
    private static let first: Int64 = -62_135_596_800
    private static let last: Int64 = 253_402_300_799

    /// Reads a day, optionally followed by a time and an offset; nil for anything else, and for a moment that
    /// does not exist.
    ///
    /// A missing offset means UTC, a missing time midnight. Fractions of a second are dropped. An instant
    /// that its offset moves beyond the year 9999 becomes the end of that year.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = Scanner(rest: bytes[...])
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2),
            scanner.skip("-"),
            let dayOfMonth = scanner.number(2),
            let day = CalendarDay(year: year, month: month, day: dayOfMonth)
        else { return nil }
        var seconds = Self.daysSince1970(day) * 86_400
        var isDocumented = false
        if !scanner.rest.isEmpty {
            guard let time = scanner.time() else { return nil }
            guard let offset = scanner.offset(), scanner.rest.isEmpty else { return nil }
            seconds += Int64(time.seconds - offset.seconds)
            isDocumented = time.isDocumented && offset.isDocumented
        }
        guard seconds >= Self.first else { return nil }
        self.seconds = min(seconds, Self.last)
        self.day = day
        self.isDocumented = isDocumented && seconds <= Self.last
    }

    /// The instant as relations show it: `2026-11-22T13:05:00Z`.
    var text: String {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = Int(seconds - days * 86_400)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let clock = [second / 3600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
        return "\(Self.dayText(days))T\(clock)Z"
    }

    // Source: Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so that a
    // leap day is their last.
    private static func daysSince1970(_ day: CalendarDay) -> Int64 {
        let year = day.month <= 2 ? day.year - 1 : day.year
        let era = year / 400
        let yearOfEra = year - era * 400
        let month = (day.month + 9) % 12
        let dayOfYear = (153 * month + 2) / 5 + day.day - 1
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    private static func dayText(_ daysSince1970: Int64) -> String {
        let days = Int(daysSince1970) + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return CalendarDay(year: year, month: month < 10 ? month + 3 : month - 9, day: day)?.text ?? ""
    }
}

/// Parses a text from its beginning.
private struct Scanner {
    var rest: Slice<UnsafeBufferPointer<UInt8>>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for byte in rest.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest = rest.dropFirst(count)
        return value
    }

    private mutating func number(_ count: Int, upTo limit: Int) -> Int? {
        number(count).flatMap { $0 <= limit ? $0 : nil }
    }

    /// A time of day with the letter before it.
    mutating func time() -> (seconds: Int, isDocumented: Bool)? {
        let hasLetter = skip("T") || skip("t")
        guard hasLetter || skip(" ") else { return nil }
        guard let hour = number(2, upTo: 23), skip(":"), let minute = number(2, upTo: 59) else { return nil }
        var seconds = hour * 3600 + minute * 60
        guard skip(":") else { return (seconds, false) }
        // A leap second counts as the first second of the next minute.
        guard let second = number(2, upTo: 60) else { return nil }
        seconds += second
        if skip(".") {
            let digits = rest.prefix { (0x30...0x39).contains($0) }.count
            guard digits > 0 else { return nil }
            rest = rest.dropFirst(digits)
        }
        return (seconds, hasLetter)
    }

    /// The offset from UTC; zero if there is none.
    mutating func offset() -> (seconds: Int, isDocumented: Bool)? {
        if rest.isEmpty { return (0, false) }
        if skip("Z") || skip("z") { return (0, true) }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = number(2, upTo: 23) else { return nil }
        let hasColon = skip(":")
        if rest.isEmpty, !hasColon { return (hours * (isWest ? -3600 : 3600), false) }
        guard let minutes = number(2, upTo: 59) else { return nil }
        return ((hours * 3600 + minutes * 60) * (isWest ? -1 : 1), hasColon)
    }
}

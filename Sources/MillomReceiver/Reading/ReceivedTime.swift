import Foundation

/// Parses times in the formats of Millom and the operators.
enum ReceivedTime {
    /// Parses `2019-02-28T23:59:59.723+05:00`, with or without a fraction and an
    /// offset; without one it is UTC.
    ///
    /// - Returns: nil for anything else, and for an impossible day or time.
    static func read(_ text: String) -> (date: Date, hasOffset: Bool)? {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?([Zz]|[+-]\d\d:?\d\d)?/
        guard text.utf8.count <= 40, let match = text.wholeMatch(of: pattern) else { return nil }
        let parts = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int($0) }
        guard parts.count == 6, parts[3] < 24, parts[4] < 60, parts[5] <= 60,
            let days = days(year: parts[0], month: parts[1], day: parts[2])
        else { return nil }
        var seconds = days * 86_400 + parts[3] * 3600 + parts[4] * 60 + min(parts[5], 59)
        guard let offset = match.7, offset.lowercased() != "z" else {
            return (Date(timeIntervalSince1970: TimeInterval(seconds)), match.7 != nil)
        }
        let digits = offset.filter(\.isNumber)
        guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours < 24, minutes < 60
        else { return nil }
        seconds -= (hours * 3600 + minutes * 60) * (offset.hasPrefix("-") ? -1 : 1)
        return (Date(timeIntervalSince1970: TimeInterval(seconds)), true)
    }

    /// Days since 1970 of a day in the Gregorian calendar; nil for an impossible day.
    private static func days(year: Int, month: Int, day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day), year >= 1 else { return nil }
        let before = year - 1
        let ofYears = before * 365 + before / 4 - before / 100 + before / 400 - 719_162
        return ofYears + lengths.prefix(month - 1).reduce(0, +) + day - 1
    }
}

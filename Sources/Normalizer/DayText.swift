import MirrorCore

/// Converts dates as the API writes them to `YYYY-MM-DD`.
///
/// Source: API.md 1.7, whose own examples hold `2011-09-22` and `01.01.1970`.
enum DayText {
    /// Nil for anything but an existing day of the years 1 to 9999 in one of the two forms, optionally
    /// followed by midnight.
    static func normalized(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.count >= 10 else { return nil }
        return isMidnight(bytes[10...]) ? day(UnsafeBufferPointer(rebasing: bytes[..<10])) : nil
    }

    /// Whether `rest` is empty or `T00:00:00`, which programs append to a day that they store as a time.
    ///
    /// Not with an offset or a `Z`: that is an instant, whose day depends on the place.
    private static func isMidnight(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard !rest.isEmpty else { return true }
        let text = String(decoding: rest, as: UTF8.self)
        guard text.first == "T" || text.first == " ", text.dropFirst().hasPrefix("00:00:00") else {
            return false
        }
        let decimals = text.dropFirst(9)
        return decimals.isEmpty
            || decimals.first == "." && decimals.count > 1 && decimals.dropFirst().allSatisfy { $0 == "0" }
    }

    private static func day(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let year: Int
        let month: Int
        let day: Int
        if bytes[4] == dash, bytes[7] == dash {
            (year, month, day) = (number(bytes, 0, 4), number(bytes, 5, 2), number(bytes, 8, 2))
        } else if bytes[2] == dot, bytes[5] == dot {
            (year, month, day) = (number(bytes, 6, 4), number(bytes, 3, 2), number(bytes, 0, 2))
        } else {
            return nil
        }
        guard CalendarDay(year: year, month: month, day: day) != nil else { return nil }
        if bytes[4] == dash { return String(decoding: bytes, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: 10) { text in
            for index in 0..<4 { text[index] = bytes[6 + index] }
            text[4] = dash
            text[5] = bytes[3]
            text[6] = bytes[4]
            text[7] = dash
            text[8] = bytes[0]
            text[9] = bytes[1]
            return 10
        }
    }

    private static let dash = UInt8(ascii: "-")
    private static let dot = UInt8(ascii: ".")

    /// The number that `count` digits at `start` form; -1, which no date contains, if they are not digits.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        var value = 0
        var index = start
        while index < start &+ count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return -1 }
            value = value &* 10 &+ Int(digit)
            index &+= 1
        }
        return value
    }
}

/// A day or an instant in a spreadsheet's terms.
package struct WorkbookTime: Equatable, Sendable {
    package let year: Int32
    package let month: Int32
    package let day: Int32
    package let hour: Int32
    package let minute: Int32
    package let second: Int32
    /// Whether it is an instant rather than a day.
    package let hasClock: Bool

    /// Parses a text like ``init(_:)``.
    package init?(_ text: String) {
        var text = text
        guard let time = text.withUTF8({ WorkbookTime($0) }) else { return nil }
        self = time
    }

    /// Parses `2026-11-22` or `2026-11-22 14:05:00`; nil for anything else, and before 1900, when
    /// a spreadsheet's time begins.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        func number(_ start: Int, _ count: Int) -> Int32? {
            var value: Int32 = 0
            for byte in text[start..<(start + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int32(byte - 0x30)
            }
            return value
        }
        guard text.count == 10 || text.count == 19, let year = number(0, 4), year >= 1900,
            let month = number(5, 2), let day = number(8, 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        hasClock = text.count == 19
        guard hasClock else {
            (hour, minute, second) = (0, 0, 0)
            return
        }
        guard let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }
}

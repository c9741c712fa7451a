/// The dates of HTTP headers: `Sun, 06 Nov 1994 08:49:37 GMT`, and two older forms.
///
/// Source: RFC 9110 section 5.6.7.
package enum HTTPDate {
    /// Where the parts are in `text`: offset and length.
    private struct Form {
        var day: (Int, Int)
        var month: Int
        var year: (Int, Int)
        var time: Int
    }

    /// Reads `text` as a duration since 1970; nil if it is not an HTTP date.
    package static func parse(_ text: String) -> Duration? {
        let bytes = Array(text.utf8)
        // asctime writes a day of one digit with a blank before it.
        if bytes.count == 24, bytes[3] == UInt8(ascii: " ") {
            let day = bytes[8] == UInt8(ascii: " ") ? (9, 1) : (8, 2)
            return parse(bytes, Form(day: day, month: 4, year: (20, 4), time: 11))
        }
        guard text.hasSuffix(" GMT"), let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        if comma == 3, bytes.count == 29 {
            return parse(bytes, Form(day: (5, 2), month: 8, year: (12, 4), time: 17))
        }
        // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
        guard bytes.count == comma + 24, bytes[comma + 4] == UInt8(ascii: "-") else { return nil }
        return parse(
            bytes, Form(day: (comma + 2, 2), month: comma + 5, year: (comma + 9, 2), time: comma + 12))
    }

    private static func parse(_ bytes: [UInt8], _ form: Form) -> Duration? {
        guard let day = number(bytes, form.day.0, form.day.1), let month = month(bytes, form.month),
            var year = number(bytes, form.year.0, form.year.1), let hour = number(bytes, form.time, 2),
            let minute = number(bytes, form.time + 3, 2), let second = number(bytes, form.time + 6, 2),
            (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        if form.year.1 == 2 { year += year < 70 ? 2000 : 1900 }
        let days = daysSince1970(year: year, month: month, day: day)
        return .seconds(days * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for byte in bytes[start..<(start + count)] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static let months = "JanFebMarAprMayJunJulAugSepOctNovDec"

    private static func month(_ bytes: [UInt8], _ start: Int) -> Int? {
        let names = Array(months.utf8)
        return (1...12).first { names[($0 * 3 - 3)..<($0 * 3)].elementsEqual(bytes[start..<(start + 3)]) }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, counted in years that begin in March.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

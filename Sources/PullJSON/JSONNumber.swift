/// A number as written in the document, already checked; valid only as long as the document's bytes.
package struct JSONNumber {
    let start: UnsafePointer<UInt8>
    let count: Int
    /// How many bytes come before the point or the exponent.
    let wholeCount: Int
    let hasExponent: Bool

    /// The number exactly as written: `482930`, `1.50`, `1e3`.
    package var literal: String {
        String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Passes the bytes of the literal to `body`.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: start, count: count))
    }

    /// Whether it is written without a point and without an exponent.
    package var isWhole: Bool { wholeCount == count }

    /// The value if it is written without an exponent, has no decimals except zeros, and fits in 64 bits; nil
    /// otherwise.
    package var integer: Int64? {
        guard !hasExponent else { return nil }
        var index = wholeCount + 1
        while index < count {
            guard start[index] == Ascii.zero else { return nil }
            index += 1
        }
        let isNegative = start[0] == Ascii.minus
        var value: Int64 = 0
        index = isNegative ? 1 : 0
        while index < wholeCount {
            let digit = Int64(start[index] &- Ascii.zero)
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            // A negative number is counted downwards from zero: -2^63 has no positive counterpart.
            let (sum, tooFar) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !tooLarge, !tooFar else { return nil }
            value = sum
            index += 1
        }
        return value
    }

    /// The value if it is a whole number of 64 bits, however it is written: `479e7`, `4.79E+09`; nil
    /// otherwise.
    package var exactInteger: Int64? {
        guard hasExponent else { return integer }
        let parts = literal.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        // A 64-bit number needs no larger exponent, except with zeros that nobody writes.
        guard parts.count == 2, let exponent = Int(parts[1]), abs(exponent) <= 40 else { return nil }
        let mantissa = parts[0].split(separator: ".")
        var digits = mantissa.joined()
        let decimals = (mantissa.count > 1 ? mantissa[1].count : 0) - exponent
        if decimals > 0 {
            let rest = digits.suffix(decimals)
            guard rest.count == decimals, rest.allSatisfy({ $0 == "0" }) else { return nil }
            digits.removeLast(decimals)
        } else {
            digits += String(repeating: "0", count: -decimals)
        }
        return Int64(digits)
    }

    /// The nearest finite `Double`; nil if the number is too large.
    package var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }

    /// Parses `bytes` if all of them form one JSON number: no `+` sign, no leading zero, no blank.
    package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first, first == Ascii.minus || first &- Ascii.zero <= 9 else { return nil }
        do throws(JSONError) {
            var reader = try JSONReader(UnsafeRawBufferPointer(bytes))
            self = try reader.readNumber()
        } catch {
            return nil
        }
        guard count == bytes.count else { return nil }
    }

    init(start: UnsafePointer<UInt8>, count: Int, wholeCount: Int, hasExponent: Bool) {
        self.start = start
        self.count = count
        self.wholeCount = wholeCount
        self.hasExponent = hasExponent
    }
}

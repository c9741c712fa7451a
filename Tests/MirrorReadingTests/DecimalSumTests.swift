import MirrorCore
import MirrorReading
import TestSupport
import Testing

/// Invariant: `decimal_sum` adds amounts digit by digit, or fails.
@Suite("The exact sum of amounts")
struct DecimalSumTests {
    private static func sum(_ values: String) throws -> [[Value]] {
        var rows: [[Value]] = []
        try ExampleMirror.with { mirror in
            rows = try mirror.reader().rows(
                of: Query("SELECT decimal_sum(column1) FROM (VALUES \(values))"))
        }
        return rows
    }

    @Test(
        "is that of the digits, with as many decimals as the most exact of them",
        arguments: [
            (Array(repeating: "('0.1')", count: 30).joined(separator: ", "), Value.text("3.0")),
            ("('105.20'), ('-0.205'), (NULL), ('+14')", .text("118.995")), ("(5), (-7)", .text("-2")),
            ("('12345678901234567890.12'), (9223372036854775807)", .text("21569050938089343697.12")),
            ("('0.000000000000000001'), ('99999999999')", .text("99999999999.000000000000000001")),
            ("('1.50'), ('-1.50')", .text("0.00")), ("(NULL), (NULL)", .null), ("(NULL)", .null),
        ])
    func exact(values: String, expected: Value) throws { #expect(try Self.sum(values) == [[expected]]) }

    @Test(
        "is none of what is no amount, and not of a floating-point number",
        arguments: [
            "('1'), ('')", "('1,5')", "('1e3')", "(0.1)", "(x'31')", "('1' || char(0) || '2')", "('NaN')",
            Array(repeating: "('\(String(repeating: "9", count: 30))')", count: 3).joined(separator: ", ")
                + ", ('0.00000000000000000000000000001')",
        ])
    func refused(values: String) {
        #expect(throws: (any Error).self) { try Self.sum(values) }
    }

    @Test("is one for each group, and of each distinct amount once where that is asked")
    func groups() throws {
        try ExampleMirror.with { mirror in
            let rows = try mirror.reader().rows(
                of: Query(
                    """
                    SELECT column1, decimal_sum(column2), decimal_sum(DISTINCT column2)
                    FROM (VALUES ('NOK', '1.1'), ('SEK', '2'), ('NOK', '1.1'), ('SEK', NULL)) GROUP BY 1 ORDER BY 1
                    """))
            #expect(
                rows == [
                    [.text("NOK"), .text("2.2"), .text("1.1")], [.text("SEK"), .text("2"), .text("2")],
                ])
        }
    }
}

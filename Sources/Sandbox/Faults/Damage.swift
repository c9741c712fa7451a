/// The damage that faults do to bodies.
enum Damage {
    /// A page of HTML, as a proxy in front of the gateway sends it.
    static let html = Array("<html><body>Vedlikehold pågår</body></html>".utf8)
    static let htmlType = "text/html; charset=utf-8"

    /// The codes with which a server in trouble answers.
    static let serverCodes = [50001, 50002, 50003, 500100, 503200, 503300]

    /// A body that no JSON reader may accept, whatever `body` was.
    static func malformed(_ body: [UInt8], by generator: inout SeededGenerator) -> [UInt8] {
        switch generator.below(4) {
        case 0: Array(body.prefix(body.count / 2))
        case 1: body + [UInt8(ascii: "}")]
        case 2: [UInt8(ascii: "(")] + body.dropFirst()
        // Bytes that never occur in UTF-8.
        default: Array(body.prefix(1)) + [0xFF, 0xFE] + body.dropFirst()
        }
    }

    /// `rows` with at least one of them twice: beside itself or at the end of the page.
    static func doubled<Row>(_ rows: [Row], by generator: inout SeededGenerator) -> [Row] {
        guard !rows.isEmpty else { return rows }
        let certain = generator.below(rows.count)
        var doubled: [Row] = []
        var late: [Row] = []
        for (index, row) in rows.enumerated() {
            doubled.append(row)
            guard index == certain || generator.chance(20) else { continue }
            if generator.chance(50) { doubled.append(row) } else { late.append(row) }
        }
        return doubled + late
    }
}

import Foundation

/// The parts of a request on which its answer depends.
struct ServedRequest: Sendable {
    let method: String
    /// The percent-decoded segments of the path.
    let path: [String]
    /// Percent-decoded, in the order of the query.
    let query: [(name: String, value: String)]
    let host: String?
    let authorization: String?
    let accept: String?
    let ifNoneMatch: String?
    /// The client's address; nil if unknown.
    let peer: String?

    static let longestTarget = 8192

    /// Parses `target`, a path with its query.
    ///
    /// - Throws: ``Refusal``.
    init(
        method: String, target: String, host: String?, authorization: String?, accept: String?,
        ifNoneMatch: String?, peer: String?
    ) throws(Refusal) {
        guard target.utf8.count <= Self.longestTarget else { throw .targetTooLong }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path.hasPrefix("/") else {
            throw .badRequest("the request names no path")
        }
        var segments: [String] = []
        for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = Self.decoded(segment, plusIsBlank: false) else {
                throw .badRequest("the path is not percent-encoded UTF-8")
            }
            segments.append(decoded)
        }
        var query: [(String, String)] = []
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = Self.decoded(sides[0], plusIsBlank: true),
                let value = Self.decoded(sides[1], plusIsBlank: true), !name.isEmpty
            else { throw .badRequest("the query must consist of name=value pairs, percent-encoded as UTF-8") }
            guard !query.contains(where: { $0.0 == name }) else {
                throw .badRequest("the parameter \(name) is given twice")
            }
            query.append((name, value))
        }
        self.method = method
        self.path = segments
        self.query = query
        self.host = host
        self.authorization = authorization
        self.accept = accept
        self.ifNoneMatch = ifNoneMatch
        self.peer = peer
    }

    /// Decodes percent-encoded UTF-8; nil for anything else, and for a NUL, which
    /// would end a text for SQLite.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(Self.digit), let low = rest.next().flatMap(Self.digit)
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

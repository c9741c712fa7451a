import Foundation
import PullJSON
import Testing

@Suite("JSONReader beside JSONSerialization")
struct JSONComparisonTests {
    private static let rounds = ProcessInfo.processInfo.environment["SUBMIRROR_LONG"] == "1" ? 60_000 : 2_000

    @Test("generated documents are read as Foundation reads them", arguments: 0..<4)
    func readsGenerated(seed: UInt64) async throws {
        var generator = DocumentGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            await Task.yield()
            let document = generator.document()
            let pulled = try JSONTree.pulled(from: document)
            #expect(pulled == JSONTree.judged(document), "\(String(decoding: document, as: UTF8.self))")
        }
    }

    @Test("damaged documents are refused or read exactly as by Foundation", arguments: 100..<108)
    func readsDamaged(seed: UInt64) async {
        var generator = DocumentGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            await Task.yield()
            let document = generator.document()
            for _ in 0..<20 {
                let damaged = generator.damaged(document)
                Self.compare(damaged)
            }
        }
    }

    private static func compare(_ bytes: [UInt8]) {
        guard !isReadOtherwiseByFoundation(bytes) else { return }
        var pulled: JSONTree?
        do throws(JSONError) {
            pulled = try JSONTree.pulled(from: bytes)
            if pulled?.hasNumberBeyondDouble == true { return }
        } catch {
            if isTrailingComma(error, in: bytes) { return }
        }
        if pulled != JSONTree.judged(bytes) {
            Issue.record("\(bytes) \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// Foundation accepts a comma before a closing bracket; RFC 8259 does not.
    private static func isTrailingComma(_ error: JSONError, in bytes: [UInt8]) -> Bool {
        guard error.kind == .unexpectedByte, "]}".utf8.contains(bytes[error.offset]) else { return false }
        return bytes[..<error.offset].last { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: ",")
    }

    /// Where Foundation is known to differ from RFC 8259.
    private static func isReadOtherwiseByFoundation(_ bytes: [UInt8]) -> Bool {
        // It drops U+FEFF from strings.
        if Data(bytes).range(of: Data([0xEF, 0xBB, 0xBF])) != nil { return true }
        // It guesses UTF-16 and UTF-32 from zero bytes and marks at the start.
        if bytes.prefix(4).contains(0) { return true }
        return bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
    }
}

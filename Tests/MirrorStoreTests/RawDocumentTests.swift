import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a document comes back byte for byte from every future version of the
/// program; other bytes yield nothing.
@Suite("Raw documents")
struct RawDocumentTests {
    static let sample = Array(
        #"{"msisdn":"4790000001","type":{"id":1001,"name":"Bedrift Flyt"},"status":"ACTIVE","userReference1":"Æ"}"#
            .utf8)

    @Test(
        "come back as they were",
        arguments: [
            [], [0], Self.sample, Array(repeating: 0x61, count: 1_000_000),
            (0..<1_000_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) },
        ])
    func roundTrip(document: [UInt8]) {
        let raw = RawDocument(of: document)
        #expect(raw.dictionary == 1)
        #expect(raw.document == document)
        #expect(raw == RawDocument(of: document[...]))
    }

    @Test("are small: the words that all documents share are not in them")
    func small() {
        #expect(RawDocument(of: Self.sample).compressed.count < Self.sample.count * 6 / 10)
    }

    @Test("of the first release can still be read: their dictionary has not changed")
    func firstDictionary() {
        #expect(RawDocument(dictionary: 1, compressed: Self.released).document == Self.sample)
    }

    @Test("are nothing when their bytes are not whole, or of another dictionary, or of none")
    func hostile() {
        let good = RawDocument(of: Self.sample)
        for length in 0..<good.compressed.count {
            #expect(
                RawDocument(dictionary: 1, compressed: Array(good.compressed[0..<length])).document == nil)
        }
        for position in good.compressed.indices {
            var bytes = good.compressed
            bytes[position] ^= 0x55
            #expect(RawDocument(dictionary: 1, compressed: bytes).document == nil)
        }
        for dictionary in [0, 2, -1, .max, .min] {
            #expect(RawDocument(dictionary: dictionary, compressed: good.compressed).document == nil)
        }
        #expect(RawDocument(dictionary: 1, compressed: Array("{\"msisdn\":1}".utf8)).document == nil)
        #expect(RawDocument(dictionary: 1, compressed: good.compressed + [0]).document == nil)
        #expect(RawDocument(dictionary: 1, compressed: good.compressed + good.compressed).document == nil)
    }

    @Test("are nothing when they claim to hold more than any document, or hold more than they claim")
    func bombs() {
        // A frame of one block that repeats a byte 100,000 times, and claims a size.
        func bomb(claiming size: UInt64) -> RawDocument {
            var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0]
            withUnsafeBytes(of: size.littleEndian) { frame += $0 }
            let block: UInt32 = 800_003
            withUnsafeBytes(of: block.littleEndian) { frame += $0.prefix(3) }
            frame.append(0x20)
            return RawDocument(dictionary: 1, compressed: frame)
        }
        #expect(bomb(claiming: 100_000).document?.count == 100_000)
        for size: UInt64 in [0, 10, 99_999, 100_001, 134_217_728, 134_217_729, 1_099_511_627_776, .max] {
            #expect(bomb(claiming: size).document == nil)
        }
    }

    @Test("are saved with their number, replaced when it changes, and not touched when it does not")
    func saved() async throws {
        try await StoreBench.with { bench in
            let anna = NormalizedSubscription.invented(.invented(1))
            func save(_ document: NormalizedSubscription, raw: RawDocument?) async throws -> String? {
                var fetched = FetchedDocument(document)
                fetched.raw = raw
                _ = try await bench.store.save([.document(fetched)], of: bench.run, at: .hour(9))
                return try bench.contents.rows("SELECT dictionary, hex(compressed) FROM _raw_document").first
            }
            let first = RawDocument(of: Self.sample)
            let second = RawDocument(of: Self.sample + [0x20])
            let saved = [
                try await save(anna, raw: first), try await save(anna, raw: second),
                try await save(anna.changed { $0.settings = [] }, raw: second),
            ]
            #expect(saved == ["1|" + hex(first), "1|" + hex(first), "1|" + hex(second)])
        }
    }

    private func hex(_ raw: RawDocument) -> String {
        raw.compressed.map { String(UInt16($0) + 0x100, radix: 16, uppercase: true).dropFirst() }.joined()
    }

    /// ``sample`` as the first release wrote it.
    private static let released: [UInt8] = [
        0x28, 0xB5, 0x2F, 0xFD, 0x24, 0x68, 0x85, 0x01, 0x00, 0x73, 0x81, 0x04, 0x1C, 0x4C, 0x18, 0x1D,
        0xB3, 0x81, 0x79, 0x0E, 0x26, 0xDB, 0x50, 0x1F, 0x1A, 0xEF, 0xDF, 0x7B, 0xEF, 0xBD, 0x08, 0xFC,
        0x28, 0x3F, 0xDA, 0x20, 0x4B, 0x5E, 0x94, 0xC0, 0xCF, 0x15, 0x4C, 0x69, 0xD1, 0x69, 0x3B, 0xD1,
        0x21, 0x3B, 0x14, 0x47, 0x1D, 0x91, 0x75, 0xC2, 0x10, 0xAF, 0xF0, 0xFE, 0x34,
    ]
}

import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a document comes back byte for byte, from every version of the program that will ever read it; bytes
/// that are not a document give nothing.
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
        #expect(RawDocument(of: Self.sample).deflated.count < Self.sample.count * 6 / 10)
    }

    @Test("of the first release can still be read: their dictionary has not changed")
    func firstDictionary() {
        #expect(RawDocument(dictionary: 1, deflated: Self.released).document == Self.sample)
        // A zlib stream names the dictionary it needs by a checksum, behind its two bytes of header.
        #expect(Array(RawDocument(of: []).deflated[2..<6]) == Array(Self.released[2..<6]))
    }

    @Test("are nothing when their bytes are not whole, or of another dictionary, or of none")
    func hostile() {
        let good = RawDocument(of: Self.sample)
        for length in 0..<good.deflated.count {
            #expect(RawDocument(dictionary: 1, deflated: Array(good.deflated[0..<length])).document == nil)
        }
        for position in good.deflated.indices {
            var bytes = good.deflated
            bytes[position] ^= 0x55
            #expect(RawDocument(dictionary: 1, deflated: bytes).document == nil)
        }
        for dictionary in [0, 2, -1, .max, .min] {
            #expect(RawDocument(dictionary: dictionary, deflated: good.deflated).document == nil)
        }
        #expect(RawDocument(dictionary: 1, deflated: Array("{\"msisdn\":1}".utf8)).document == nil)
        #expect(RawDocument(dictionary: 1, deflated: good.deflated + [0]).document == nil)
    }

    @Test("are saved with their number, replaced when it changes, and not touched when it does not")
    func saved() async throws {
        try await StoreBench.with { bench in
            let anna = NormalizedSubscription.invented(.invented(1))
            func save(_ document: NormalizedSubscription, raw: RawDocument?) async throws -> String? {
                var fetched = FetchedDocument(document)
                fetched.raw = raw
                _ = try await bench.store.save([.document(fetched)], of: bench.run, at: .hour(9))
                return try bench.contents.rows("SELECT dictionary, hex(deflated) FROM _raw_document").first
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
        raw.deflated.map { String(UInt16($0) + 0x100, radix: 16, uppercase: true).dropFirst() }.joined()
    }

    /// ``sample`` as the first release wrote it.
    private static let released: [UInt8] = [
        0x78, 0x3F, 0x4A, 0xE8, 0x9E, 0x34, 0x43, 0x89, 0x3C, 0x4B, 0x50, 0x74, 0x19, 0x80, 0x13, 0x01,
        0xC4, 0x79, 0x10, 0x35, 0x86, 0x40, 0x21, 0xB8, 0x67, 0x60, 0x59, 0xDA, 0x2D, 0xA7, 0xB2, 0x04,
        0x18, 0x97, 0x58, 0x92, 0x06, 0x4A, 0x82, 0x03, 0x25, 0xCC, 0xC3, 0x6D, 0x4A, 0xB5, 0x00, 0x2F,
        0xC4, 0x1F, 0xC1,
    ]
}

import CZstd
import Foundation
import Synchronization

/// A detail as it came, compressed by zstd with a trained dictionary.
///
/// The dictionary holds the keys and words that every document repeats, so that one document of 3 to 4 kB
/// takes a few hundred bytes although each stands alone.
package struct RawDocument: Sendable, Equatable {
    /// Which of ``dictionaries`` it was compressed with, counted from 1.
    package let dictionary: Int
    /// One zstd frame, with the document's size and checksum.
    package let compressed: [UInt8]

    package init(dictionary: Int, compressed: [UInt8]) {
        self.dictionary = dictionary
        self.compressed = compressed
    }

    /// Compresses a document with the newest dictionary.
    package init(of document: some Collection<UInt8>) {
        let bytes = document as? [UInt8] ?? Array(document)
        self.init(
            dictionary: Self.dictionaries.count, compressed: Compressor.withOne { $0.compressed(bytes) })
    }

    /// The document; nil when the bytes are not what ``init(of:)`` made.
    package var document: [UInt8]? {
        guard (1...Self.dictionaries.count).contains(dictionary),
            ZSTD_findFrameCompressedSize(compressed, compressed.count) == compressed.count
        else { return nil }
        // An unknown size and an unreadable one are larger than any other.
        let size = ZSTD_getFrameContentSize(compressed, compressed.count)
        guard size <= Self.sizeCeiling, let context = ZSTD_createDCtx() else { return nil }
        defer { ZSTD_freeDCtx(context) }
        let preset = Self.dictionaries[dictionary - 1]
        var written = 0
        let document = [UInt8](unsafeUninitializedCapacity: Int(size)) { room, count in
            written = ZSTD_decompress_usingDict(
                context, room.baseAddress, Int(size), compressed, compressed.count, preset, preset.count)
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        // An error is no size, not even that of an empty document.
        return written == Int(size) ? document : nil
    }

    /// More than the client takes for a body: bytes that claim to hold more were not made by ``init(of:)``.
    private static let sizeCeiling: UInt64 = 128 << 20

    /// Never changed once released, only added to: documents in the file need the one that they were made with.
    package static let dictionaries = [dictionary1].map { text in
        guard let bytes = Data(base64Encoded: text) else { preconditionFailure("a dictionary is no base64") }
        return [UInt8](bytes)
    }
}

/// A zstd context that has digested the newest dictionary, used again and again: making one costs more than a document.
private final class Compressor: Sendable {
    private static let idle = Mutex<[Compressor]>([])
    private let context = Mutex(Context())

    private struct Context: ~Copyable {
        let pointer: OpaquePointer

        init() {
            guard let pointer = ZSTD_createCCtx() else { Self.noMemory() }
            self.pointer = pointer
            // Benchmarks/README.md has the levels that were tried.
            set(ZSTD_c_compressionLevel, 1)
            set(ZSTD_c_checksumFlag, 1)
            // The table says which dictionary it was.
            set(ZSTD_c_dictIDFlag, 0)
            let preset = RawDocument.dictionaries[RawDocument.dictionaries.count - 1]
            Self.check(ZSTD_CCtx_loadDictionary(pointer, preset, preset.count))
        }

        deinit { ZSTD_freeCCtx(pointer) }

        private func set(_ parameter: ZSTD_cParameter, _ value: CInt) {
            Self.check(ZSTD_CCtx_setParameter(pointer, parameter, value))
        }

        /// zstd fails at nothing that we ask for but for want of memory.
        static func check(_ code: Int) { if ZSTD_isError(code) != 0 { noMemory() } }

        private static func noMemory() -> Never { fatalError("zstd has no memory") }
    }

    static func withOne<Result>(_ body: (Compressor) -> Result) -> Result {
        let compressor = idle.withLock { $0.popLast() } ?? Compressor()
        defer { idle.withLock { $0.append(compressor) } }
        return body(compressor)
    }

    func compressed(_ bytes: [UInt8]) -> [UInt8] {
        context.withLock { context in
            // Compressed beside, so that the result has no room to spare: many wait to be saved.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ZSTD_compressBound(bytes.count)) { room in
                let count = ZSTD_compress2(
                    context.pointer, room.baseAddress, room.count, bytes, bytes.count)
                Context.check(count)
                return Array(room[..<count])
            }
        }
    }
}

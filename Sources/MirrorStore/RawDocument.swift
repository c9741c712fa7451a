import CZstd
import Foundation
import Synchronization

/// A detail as received, compressed by zstd with a trained dictionary.
///
/// The dictionary holds the keys and words that every document repeats, so that a document of 3 to 4 kB takes
/// a few hundred bytes although each is compressed alone.
package struct RawDocument: Sendable, Equatable {
    /// The dictionary it was compressed with: its place in ``dictionaries``, counted from 1.
    package let dictionary: Int
    /// One zstd frame, which includes the document's size and checksum.
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

    /// The document; nil if ``init(of:)`` did not make these bytes.
    package var document: [UInt8]? {
        guard (1...Self.dictionaries.count).contains(dictionary),
            ZSTD_findFrameCompressedSize(compressed, compressed.count) == compressed.count
        else { return nil }
        // zstd reports an unknown or unreadable size as a value above any other.
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
        // An error code equals no size, not even an empty document's.
        return written == Int(size) ? document : nil
    }

    /// More than the client accepts for a body: bytes that claim a larger size were
    /// not made by ``init(of:)``.
    private static let sizeCeiling: UInt64 = 128 << 20

    /// All released dictionaries; new ones are appended, as stored documents need
    /// the one they were made with.
    package static let dictionaries = [dictionary1].map { text in
        guard let bytes = Data(base64Encoded: text) else { preconditionFailure("a dictionary is no base64") }
        return [UInt8](bytes)
    }
}

/// A reusable zstd context with the newest dictionary loaded: making one costs more
/// than compressing a document.
private final class Compressor: Sendable {
    private static let idle = Mutex<[Compressor]>([])
    private let context = Mutex(Context())

    private struct Context: ~Copyable {
        let pointer: OpaquePointer

        init() {
            guard let pointer = ZSTD_createCCtx() else { Self.noMemory() }
            self.pointer = pointer
            // Benchmarks/README.md lists the levels tried.
            set(ZSTD_c_compressionLevel, 1)
            set(ZSTD_c_checksumFlag, 1)
            // The table records the dictionary.
            set(ZSTD_c_dictIDFlag, 0)
            let preset = RawDocument.dictionaries[RawDocument.dictionaries.count - 1]
            Self.check(ZSTD_CCtx_loadDictionary(pointer, preset, preset.count))
        }

        deinit { ZSTD_freeCCtx(pointer) }

        private func set(_ parameter: ZSTD_cParameter, _ value: CInt) {
            Self.check(ZSTD_CCtx_setParameter(pointer, parameter, value))
        }

        /// Stops the program on an error: with our settings, zstd fails only for want of memory.
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
            // Compressed into a temporary buffer, so that the result has no spare
            // capacity: many wait to be saved.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ZSTD_compressBound(bytes.count)) { room in
                let count = ZSTD_compress2(
                    context.pointer, room.baseAddress, room.count, bytes, bytes.count)
                Context.check(count)
                return Array(room[..<count])
            }
        }
    }
}

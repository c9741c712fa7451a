import CZlib

/// Compression for `Content-Encoding: gzip`.
enum Gzip {
    /// nil if zlib fails, which it does only for lack of memory.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 16 requests the gzip frame. For a small document, a small window and fixed codes take half the
        // time: setting up a large window and computing codes would cost more than the document itself (and
        // save 150 bytes).
        let isSmall = bytes.count <= 8192
        let opened = deflateInit2_(
            &stream, 1, Z_DEFLATED, 16 + (isSmall ? 13 : 15), isSmall ? 6 : 8,
            isSmall ? Z_FIXED : Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var isComplete = false
        let output = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            count = Int(stream.total_out)
        }
        return isComplete ? output : nil
    }
}

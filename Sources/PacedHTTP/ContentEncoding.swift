import CZlib

/// Undoes the compression that a reply's `Content-Encoding` names.
enum ContentEncoding {
    /// How many times larger than its compressed form a body may be, once it exceeds ``ratioFloor``.
    ///
    /// A list of subscriptions shrinks to a twentieth; zlib's extreme, a thousandth, is the mark of an attack.
    private static let ratioLimit = 300
    /// Bytes below which the ratio does not matter.
    private static let ratioFloor = 1 << 20

    /// The body as it was before it was compressed.
    ///
    /// - Parameters:
    ///   - names: the values of the header, in the order in which they were applied.
    ///   - limit: the largest result, in bytes.
    /// - Throws: ``Fault/undecodable(_:)`` or ``Fault/bodyTooLarge(limit:)``.
    static func decode(_ body: [UInt8], _ names: [String], limit: Int) throws(Fault) -> [UInt8] {
        var body = body
        for name in names.reversed() where !body.isEmpty {
            switch name.lowercased() {
            case "", "identity": continue
            case "gzip", "x-gzip", "deflate": body = try inflate(body, limit: limit)
            default: throw .undecodable("an unknown Content-Encoding")
            }
        }
        return body
    }

    /// Joins all members of a gzip stream; NUL bytes after a member are padding.
    private static func inflate(_ packed: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
        let ceiling = min(limit, max(ratioFloor, packed.count * ratioLimit))
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        // 15 is the largest window; 32 lets zlib tell gzip from zlib's own format by the first bytes.
        guard inflateInit2_(stream, 15 + 32, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .undecodable("zlib has no memory")
        }
        defer { inflateEnd(stream) }
        var output: [UInt8] = []
        try packed.withUnsafeBufferPointer { (source) throws(Fault) in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.pointee.avail_in = UInt32(source.count)
            repeat {
                try inflateMember(stream, into: &output, ceiling: ceiling)
                skipPadding(stream)
                inflateReset(stream)
            } while stream.pointee.avail_in > 0
        }
        return output
    }

    private static func inflateMember(
        _ stream: UnsafeMutablePointer<z_stream>, into output: inout [UInt8], ceiling: Int
    ) throws(Fault) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let code = chunk.withUnsafeMutableBufferPointer { room in
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(room.count)
                return CZlib.inflate(stream, Z_NO_FLUSH)
            }
            output += chunk[..<(chunk.count - Int(stream.pointee.avail_out))]
            guard output.count <= ceiling else { throw .bodyTooLarge(limit: ceiling) }
            switch code {
            case Z_STREAM_END: return
            case Z_OK: continue
            case Z_BUF_ERROR: throw .undecodable("it ends early")
            default: throw .undecodable("it is damaged")
            }
        }
    }

    private static func skipPadding(_ stream: UnsafeMutablePointer<z_stream>) {
        while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
    }
}

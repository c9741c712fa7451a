import CDeflate

/// Decodes the compression that a reply's `Content-Encoding` names.
enum ContentEncoding {
    /// How many times larger than its compressed form a body may be, once it exceeds ``ratioFloor``.
    ///
    /// A list of subscriptions shrinks to a twentieth; deflate's extreme, a thousandth, indicates an attack.
    private static let ratioLimit = 300
    /// Bytes below which the ratio does not matter.
    private static let ratioFloor = 1 << 20

    /// The body before it was compressed.
    ///
    /// - Parameters:
    ///   - names: the header's values, in the order in which the encodings were applied.
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
        // Created for each body: that takes a hundredth of the time to inflate one.
        guard let decompressor = libdeflate_alloc_decompressor() else {
            throw .undecodable("libdeflate has no memory")
        }
        defer { libdeflate_free_decompressor(decompressor) }
        var output: [UInt8] = []
        var rest = packed[...]
        repeat {
            let room = ceiling - output.count
            guard let member = try inflateMember(rest, decompressor, room: room) else {
                throw .bodyTooLarge(limit: ceiling)
            }
            if output.isEmpty { output = member.content } else { output += member.content }
            rest = rest.dropFirst(member.length).drop { $0 == 0 }
        } while !rest.isEmpty
        return output
    }

    /// The content of the first member of `packed`, and that member's length in bytes; nil if the content
    /// exceeds `room`.
    ///
    /// The decompressor needs room for the whole content, so a wrong guess of the size costs another try with
    /// four times as much.
    private static func inflateMember(
        _ packed: ArraySlice<UInt8>, _ decompressor: OpaquePointer, room: Int
    ) throws(Fault) -> (content: [UInt8], length: Int)? {
        let isGzip = packed.starts(with: [0x1F, 0x8B])
        let inflate = isGzip ? libdeflate_gzip_decompress_ex : libdeflate_zlib_decompress_ex
        var capacity = min(room, likelySize(of: packed))
        while true {
            var result = LIBDEFLATE_BAD_DATA
            var length = 0
            let content = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                packed.withUnsafeBytes { source in
                    result = inflate(
                        decompressor, source.baseAddress, source.count, output.baseAddress, capacity, &length,
                        &count)
                }
                if result != LIBDEFLATE_SUCCESS { count = 0 }
            }
            switch result {
            case LIBDEFLATE_SUCCESS: return (content, length)
            case LIBDEFLATE_INSUFFICIENT_SPACE where capacity < room: capacity = min(room, capacity * 4)
            case LIBDEFLATE_INSUFFICIENT_SPACE: return nil
            default: throw .undecodable("it is damaged or ends early")
            }
        }
    }

    /// The size stated in the last four bytes, as in a single gzip member without padding, if it is
    /// plausible.
    private static func likelySize(of packed: ArraySlice<UInt8>) -> Int {
        let told = packed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return (packed.count...packed.count * 64).contains(told)
            ? told : max(1_024, min(packed.count * 8, 65_536))
    }
}

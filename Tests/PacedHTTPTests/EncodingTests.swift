import CZlib
import PacedHTTP
import ScriptedHTTP
import Testing

/// Compression and byte order marks, as gateways and proxies really write them.
@Suite("Encoding")
struct EncodingTests {
    private static let whole = ScriptedReply.json(#"{"count":12}"#)
    private static let count = whole.body
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func packed(_ body: [UInt8], as name: String = "gzip") -> ScriptedReply {
        ScriptedReply(headers: [("content-encoding", name)], body: body)
    }

    @Test(
        "a body is read in whatever way it was packed",
        arguments: [
            packed(gzip(count), as: "x-gzip"), packed(gzip(count), as: "GZIP"),
            packed(gzip(count) + [0, 0, 0, 0, 0]),
            packed(gzip(Array(count.prefix(9))) + gzip(Array(count.dropFirst(9)))),
            packed(gzip(Array(count.prefix(9))) + [0, 0] + gzip(Array(count.dropFirst(9))) + [0]),
            packed(gzip([]) + gzip(count)), packed(gzip(gzip(count)), as: "gzip, gzip"),
            packed(gzip(count, windowBits: 15), as: "deflate"), packed(count, as: "identity"),
            packed(gzip(mark + count)), ScriptedReply(body: mark + count),
        ] as [ScriptedReply])
    func unpacks(reply: ScriptedReply) async throws {
        try await withInventedAPI([reply]) { client, server, _ in
            let reply = try await client.perform(.stock(of: "bolt"))
            #expect(reply.body == Self.count)
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test("a byte order mark before a token or a list is passed over")
    func skipsMarks() async throws {
        var token = ScriptedReply.token("token-1")
        token.body = Self.mark + token.body
        var list = ScriptedReply.page(rows: 2)
        list.body = Self.mark + list.body
        try await withInventedAPI([list], { $0.tokens = [token] }) { client, server, _ in
            let page = try await client.perform(.parts(page: 0))
            #expect(page.rows == 2)
            #expect(server.requests.count == 2)
        }
    }

    @Test(
        "after a body that cannot be unpacked none is asked for in packed form",
        arguments: [
            packed(count), packed(gzip(count), as: "br"), packed(gzip(count) + [1]),
            packed(Array(gzip(count).dropLast(3))), packed(Array(gzip(count).prefix(12))),
            packed(claiming(0x00)), packed(claiming(0xFF)),
        ] as [ScriptedReply])
    func asksForPlain(reply: ScriptedReply) async throws {
        try await withInventedAPI([reply, Self.whole]) { client, server, _ in
            let reply = try await client.perform(.stock(of: "bolt"))
            #expect(reply.body == Self.count)
            #expect(server.dataRequests.map { $0.headers["accept-encoding"] } == ["gzip", nil])
        }
    }

    /// A gzip stream whose trailer claims a wrong size.
    private static func claiming(_ byte: UInt8) -> [UInt8] {
        Array(gzip(count).dropLast(4)) + [UInt8](repeating: byte, count: 4)
    }

    @Test("a token in a body that cannot be unpacked is asked for once more, in plain form")
    func asksForPlainToken() async throws {
        let tokens = [Self.packed(ScriptedReply.token("bad").body), .token("good")]
        try await withInventedAPI([], { $0.tokens = tokens }) { client, server, _ in
            let token = try await client.tokens.token()
            #expect(token.value == "good")
            #expect(server.requests.map { $0.headers["accept-encoding"] } == ["gzip", nil])
        }
    }

    @Test("a refusal counts by its status even if its body cannot be unpacked")
    func readsRefusals() async throws {
        var reply = Self.packed(Self.count)
        reply.status = 404
        try await withInventedAPI([reply]) { client, server, _ in
            let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
            #expect(failure == .refused(ErrorReply(purpose: .stock, status: 404)))
            #expect(server.dataRequests.count == 1)
        }
    }

    @Test(
        "a body is read up to the limit and no further, whatever its last bytes tell of its size",
        arguments: [[], [0, 0, 0, 0], gzip([]), gzip([0x20]), gzip([UInt8](repeating: 0x20, count: 50_000))])
    func readsToLimit(tail: [UInt8]) async throws {
        let limit = 1 << 20
        let tailSize = tail.first == 0x1F ? Int(tail[tail.count - 4]) | Int(tail[tail.count - 3]) << 8 : 0
        for excess in [0, 1] {
            let blanks = [UInt8](repeating: 0x20, count: limit - tailSize - Self.count.count + excess)
            let reply = Self.packed(gzip(Self.count + blanks) + tail)
            try await withInventedAPI([reply], { $0.configuration.bodyLimit = limit }) { client, _, _ in
                let failure = try await failure {
                    let reply = try await client.perform(.stock(of: "bolt"))
                    #expect(reply.body.count == limit && reply.body.starts(with: Self.count))
                }
                let refusal = RequestFailure.fault(.bodyTooLarge(limit: limit), purpose: .stock, tries: 1)
                #expect(failure == (excess == 0 ? nil : refusal))
            }
        }
    }

    @Test("a small body that unpacks to a huge one is refused, by size and by ratio")
    func refusesBombs() async throws {
        let bomb = Self.packed(gzip([UInt8](repeating: 0x20, count: 3 << 20)))
        for limit in [2 << 20, 64 << 20] {
            try await withInventedAPI([bomb], { $0.configuration.bodyLimit = limit }) {
                client, server, _ in
                let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                guard case .fault(.bodyTooLarge, .stock, 1) = failure else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
            }
        }
    }
}

/// `body` compressed by zlib; adding 16 to the window's bits selects gzip.
private func gzip(_ body: [UInt8], windowBits: Int32 = 31) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = body
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(body.count))))
    input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            _ = deflate(&stream, Z_FINISH)
        }
    }
    return Array(output.prefix(Int(stream.total_out)))
}

import HTTPTypes
import HummingbirdCore
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Thrown to make the server close a connection in the middle of a body.
struct ConnectionCut: Error {}

/// Sends replies.
struct ReplySender: Sendable {
    let clock: ServerClock
    let options: SandboxOptions

    /// - Throws: `ConnectionCut` after a body that is cut off on purpose; errors of the connection.
    func send(_ reply: Reply, with writer: consuming ResponseWriter) async throws {
        if let document = reply.streamed {
            var body: any ResponseBodyWriter = try await writer.writeHead(head(of: reply))
            try await document.write { try await body.write(ByteBuffer(bytes: $0)) }
            return try await body.finish(nil)
        }
        switch reply.delivery {
        case .cut(let sentBytes) where sentBytes < reply.body.count:
            try await sendPart(of: reply, with: writer)
            throw ConnectionCut()
        case .chunked(let sentBytes):
            var body: any ResponseBodyWriter = try await writer.writeHead(head(of: reply))
            try await body.write(ByteBuffer(bytes: reply.body.prefix(sentBytes)))
            try await body.finish(nil)
        case .drip: try await drip(reply, with: writer)
        case .whole, .cut, .reset, .hang:
            try await writer.write(
                response: measuredHead(of: reply),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        }
    }

    /// Sends the head, which announces the whole body, and the part of the body that the delivery allows.
    func sendPart(of reply: Reply, with writer: consuming ResponseWriter) async throws {
        let sentBytes =
            switch reply.delivery {
            case .cut(let after), .reset(.some(let after)): after
            case .whole, .chunked, .reset(nil), .drip, .hang: reply.body.count
            }
        var body: any ResponseBodyWriter = try await writer.writeHead(measuredHead(of: reply))
        try await body.write(ByteBuffer(bytes: reply.body.prefix(sentBytes)))
    }

    /// Sends a piece at a time, with pauses; a long body comes in larger pieces, so that it ends in time.
    private func drip(_ reply: Reply, with writer: consuming ResponseWriter) async throws {
        var body: any ResponseBodyWriter = try await writer.writeHead(measuredHead(of: reply))
        let pieces = max(1, Int(options.dripLimit / max(options.dripPause, .microseconds(1))))
        let size = max(1, (reply.body.count + pieces - 1) / pieces)
        var rest = reply.body[...]
        while !rest.isEmpty {
            try await body.write(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
            try await Task.sleep(for: options.dripPause)
        }
        try await body.finish(nil)
    }

    /// Ends the connection with a reset instead of an orderly end.
    ///
    /// - Throws: `ConnectionCut`, always.
    func reset(_ channel: any Channel) async throws {
        if let socket = channel as? any SocketOptionProvider {
            // No lingering: the kernel discards unsent data and sends RST.
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close(mode: .all).get()
        throw ConnectionCut()
    }

    /// Sends no answer until the client has gone or the limit is reached.
    ///
    /// - Throws: `ConnectionCut`, or an error because the server is stopping.
    func hang(_ request: Request) async throws {
        let limit = options.hangLimit
        try await request.body.consumeWithCancellationOnInboundClose { _ in try await Task.sleep(for: limit) }
        throw ConnectionCut()
    }

    private func measuredHead(of reply: Reply) -> HTTPResponse {
        var head = head(of: reply)
        head.headerFields[.contentLength] = String(reply.body.count)
        return head
    }

    private func head(of reply: Reply) -> HTTPResponse {
        var fields = HTTPFields()
        fields[.date] = clock.header
        fields[.contentType] = reply.contentType
        if reply.isCompressed { fields[.contentEncoding] = "gzip" }
        for (name, value) in reply.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return HTTPResponse(status: .init(code: reply.status), headerFields: fields)
    }
}

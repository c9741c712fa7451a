import HTTPTypes
import HummingbirdCore
import NIOCore

/// Thrown to make the server close a connection in the middle of a body.
struct ConnectionCut: Error {}

/// Puts a reply on the wire.
struct ReplySender: Sendable {
    let clock: ServerClock

    /// - Throws: `ConnectionCut` after a body that was to be cut off; whatever the connection throws.
    func send(_ reply: Reply, with writer: consuming ResponseWriter) async throws {
        var head = HTTPResponse(status: .init(code: reply.status), headerFields: headers(of: reply))
        if let document = reply.streamed {
            var body: any ResponseBodyWriter = try await writer.writeHead(head)
            try await document.write { try await body.write(ByteBuffer(bytes: $0)) }
            return try await body.finish(nil)
        }
        head.headerFields[.contentLength] = String(reply.body.count)
        guard let sentBytes = reply.sentBytes, sentBytes < reply.body.count else {
            return try await writer.write(
                response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        }
        var body: any ResponseBodyWriter = try await writer.writeHead(head)
        try await body.write(ByteBuffer(bytes: reply.body.prefix(sentBytes)))
        throw ConnectionCut()
    }

    private func headers(of reply: Reply) -> HTTPFields {
        var fields = HTTPFields()
        fields[.date] = clock.header
        fields[.contentType] = reply.contentType
        if reply.isCompressed { fields[.contentEncoding] = "gzip" }
        for (name, value) in reply.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }
}

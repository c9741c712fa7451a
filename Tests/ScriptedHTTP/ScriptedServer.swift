package import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// A request as it arrived.
package struct RecordedRequest: Sendable, Equatable {
    package let method: String
    package let target: String
    package let headers: [String: String]
    package let body: String

    /// The value of `name` in the query.
    package func query(_ name: String) -> String? {
        URLComponents(string: target)?.queryItems?.first { $0.name == name }?.value
    }
}

/// A server on 127.0.0.1 that plays its replies in order and records its requests.
///
/// Token requests have separate replies; the last reply of either list is repeated.
package final class ScriptedServer: Sendable {
    private struct State {
        var replies: [ScriptedReply]
        var tokens: [ScriptedReply]
        var requests: [RecordedRequest] = []
        var date: (@Sendable () -> Date)?
    }

    private let state: Mutex<State>
    /// Tokens that get ``refusal``, whatever the script says.
    private let revoked: Set<String>
    private let refusal: ScriptedReply
    private let tokenPath: String
    /// Nil for plain http.
    private let tls: NIOSSLContext?

    /// Plays `replies`, and `tokens` at `tokenPath`.
    ///
    /// - Parameters:
    ///   - revoked: tokens that get `refusal`.
    ///   - tls: nil for plain http.
    ///   - date: the server's clock; nil omits the `Date` field.
    package init(
        replies: [ScriptedReply], tokens: [ScriptedReply], tokenPath: String = "/oauth/v2/token",
        revoked: Set<String> = [], refusal: ScriptedReply = .json("", status: 401), tls: NIOSSLContext? = nil,
        date: (@Sendable () -> Date)?
    ) {
        self.tokenPath = tokenPath
        self.revoked = revoked
        self.refusal = refusal
        self.tls = tls
        state = Mutex(State(replies: replies, tokens: tokens, date: date))
    }

    /// Every request, in the order of arrival.
    package var requests: [RecordedRequest] { state.withLock { $0.requests } }
    package var tokenRequests: [RecordedRequest] { requests.filter { $0.target == tokenPath } }
    package var dataRequests: [RecordedRequest] { requests.filter { $0.target != tokenPath } }

    /// Listens on a free port while `body` runs.
    package func run<Result>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = self.tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(HTTPRequestDecoder()), ScriptHandler(server: self))
                }
            }
        let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    fileprivate func reply(to request: RecordedRequest) -> (reply: ScriptedReply, date: String?) {
        state.withLock { state in
            state.requests.append(request)
            let date = state.date.map { Self.format($0()) }
            if request.target == tokenPath { return (Self.next(&state.tokens), date) }
            let isRevoked = revoked.contains { request.headers["authorization"] == "Bearer \($0)" }
            return (isRevoked ? refusal : Self.next(&state.replies), date)
        }
    }

    private static func next(_ replies: inout [ScriptedReply]) -> ScriptedReply {
        guard let first = replies.first else { return .json("{}", status: 599) }
        if replies.count > 1 { replies.removeFirst() }
        return first
    }

    package static func format(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: date)
    }
}

/// Collects a request, then writes the scripted reply.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(server: ScriptedServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end: answer(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func drip(_ head: ByteBuffer, _ context: ChannelHandlerContext) {
        let channel = context.channel
        var endless = ByteBuffer(
            string: String(buffer: head).replacing(/content-length: \d+/, with: "content-length: 1000000"))
        endless.writeString(" ")
        channel.writeAndFlush(endless, promise: nil)
        channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(20)) { task in
            guard channel.isActive else { return task.cancel() }
            channel.writeAndFlush(ByteBuffer(string: " "), promise: nil)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        let (reply, date) = server.reply(
            to: RecordedRequest(
                method: head.method.rawValue, target: head.uri, headers: headers,
                body: String(buffer: body)))
        var buffer = ByteBuffer(string: reply.head(date: date))
        switch reply.manner {
        case .whole:
            buffer.writeBytes(reply.body)
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        case .cutAfter(let bytes):
            buffer.writeBytes(reply.body.prefix(bytes))
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            context.close(promise: nil)
        case .stallAfter(let bytes):
            buffer.writeBytes(reply.body.prefix(bytes))
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        case .drip: drip(buffer, context)
        case .silence: break
        case .close: context.close(promise: nil)
        }
    }
}

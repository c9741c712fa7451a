import NIOCore
import NIOPosix
import Synchronization

/// A proxy on 127.0.0.1 that opens tunnels and records them.
final class ConnectProxy: Sendable {
    /// The required value of `Proxy-Authorization`; nil admits everybody.
    private let authorization: String?
    /// The answer instead of a tunnel; nil opens it.
    private let refusal: String?
    private let state = Mutex<[String]>([])

    init(authorization: String? = nil, refusal: String? = nil) {
        self.authorization = authorization
        self.refusal = refusal
    }

    /// The first line of each request.
    var requests: [String] { state.withLock { $0 } }

    /// Listens on a free port while `body` runs.
    func run<Result>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(TunnelHandler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    /// The head of the reply to a request, and the port to which to open a tunnel.
    fileprivate func answer(_ head: String) -> (reply: String, port: Int?) {
        let lines = head.split(separator: "\r\n").map(String.init)
        state.withLock { $0.append(lines.first ?? "") }
        let shown = lines.first { $0.lowercased().hasPrefix("proxy-authorization: ") }
        if let authorization, shown?.hasSuffix(authorization) != true {
            return ("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", nil)
        }
        if let refusal { return ("HTTP/1.1 \(refusal)\r\ncontent-length: 0\r\n\r\n", nil) }
        let port = lines.first?.firstMatch(of: /^CONNECT 127\.0\.0\.1:(\d+)\s/).flatMap { Int($0.output.1) }
        return ("HTTP/1.1 200 Connected\r\n\r\n", port)
    }
}

private final class TunnelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let proxy: ConnectProxy
    private var head = ByteBuffer()
    private var peer: (any Channel)?

    init(_ proxy: ConnectProxy) { self.proxy = proxy }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if let peer { return peer.writeAndFlush(part, promise: nil) }
        head.writeBuffer(&part)
        guard String(buffer: head).hasSuffix("\r\n\r\n") else { return }
        let (reply, port) = proxy.answer(String(buffer: head))
        guard let port else {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: reply)), promise: nil)
            return context.close(promise: nil)
        }
        let channel = context.channel
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        ClientBootstrap(group: context.eventLoop)
            .channelInitializer { peer in
                peer.eventLoop.makeCompletedFuture {
                    try peer.pipeline.syncOperations.addHandler(Relay(to: channel))
                }
            }
            .connect(host: "127.0.0.1", port: port).whenSuccess { peer in
                this.value.peer = peer
                channel.writeAndFlush(ByteBuffer(string: reply), promise: nil)
            }
    }

    func channelInactive(context: ChannelHandlerContext) { peer?.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Passes on the server's bytes.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let channel: any Channel

    init(to channel: any Channel) { self.channel = channel }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        channel.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { channel.close(promise: nil) }
}

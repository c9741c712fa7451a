import Foundation
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServedHTTP
import ServiceLifecycle

/// Listens at an address, or on a socket passed in, and serves HTTP/1.1 on each connection.
///
/// Hummingbird's own server binds only by name, so this one runs its channel.
struct Listener: Sendable {
    let configuration: MirrorServerConfiguration
    let http: HTTP1Channel
    let open: OpenConnections
    /// Silent, as the library logs addresses and more.
    let logger: Logger

    private typealias Server = NIOAsyncChannel<HTTP1Channel.Value, Never>

    /// Serves until the task's group shuts down gracefully, or the task is cancelled.
    ///
    /// - Parameter onStart: receives the port once the server listens.
    /// - Throws: ``ServeFailure``.
    func run(onStart: @Sendable (Int) async -> Void) async throws {
        let server = try await bind()
        let open = open
        await onStart(server.channel.localAddress?.port ?? 0)
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await serve(server)
            } onGracefulShutdown: {
                server.channel.close(promise: nil)
                open.stop()
                // The longest wait for open requests at shutdown.
                server.channel.eventLoop.next().scheduleTask(in: .seconds(10)) { open.closeAll() }
            }
        } onCancel: {
            server.channel.close(promise: nil)
            open.closeAll()
        }
    }

    private func serve(_ server: Server) async throws {
        let (http, logger) = (http, logger)
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { inbound in
                for try await connection in inbound {
                    group.addTask { await http.handle(value: connection, logger: logger) }
                }
            }
        }
    }

    private func bind() async throws -> Server {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // A client that closes its side is gone: its question is stopped.
            .childChannelOption(.allowRemoteHalfClosure, value: false)
            // A larger buffer would hide for long that a client takes nothing.
            .childChannelOption(.socketOption(.so_sndbuf), value: 256 << 10)
            .serverChannelInitializer { [limit = configuration.limits.connections] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ConnectionCount(limit: limit))
                }
            }
        let setup: @Sendable (any Channel) -> EventLoopFuture<HTTP1Channel.Value> = { channel in
            setUp(channel)
        }
        if let descriptor = configuration.descriptor {
            do {
                return try await bootstrap.bind(
                    NIOBSDSocket.Handle(descriptor), childChannelInitializer: setup)
            } catch {
                throw ServeFailure.noSocket(reason: Self.words(error))
            }
        }
        do {
            return try await bootstrap.bind(
                host: configuration.host, port: configuration.port, childChannelInitializer: setup)
        } catch {
            throw ServeFailure.cannotListen(
                host: configuration.host, port: configuration.port, reason: Self.words(error))
        }
    }

    private func setUp(_ channel: any Channel) -> EventLoopFuture<HTTP1Channel.Value> {
        let limits = configuration.limits
        let question = configuration.queryTimeout + .seconds(10)
        return channel.eventLoop.makeCompletedFuture {
            open.opened(channel)
            try channel.pipeline.syncOperations.addHandler(
                ConnectionDeadline(requestTime: limits.requestTime + question, idleTime: limits.idleTime))
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestFraming(), position: .after(decoder))
            // NIO traps if an accepted connection is dropped unserved: swift-nio issues 2637 and 2813.
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            return value
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        default: "\(type(of: error))"
        }
    }
}

/// Stops accepting at the limit of open connections; further clients wait in the system's queue.
private final class ConnectionCount: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = any Channel

    private let limit: Int
    private var count = 0
    private var hasReadLeft = false

    init(limit: Int) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        count += 1
        let channel = unwrapInboundIn(data)
        let (loop, bound) = (context.eventLoop, NIOLoopBound((self, context), eventLoop: context.eventLoop))
        channel.closeFuture.hop(to: loop).whenComplete { _ in
            let (handler, context) = bound.value
            handler.count -= 1
            if handler.hasReadLeft, handler.count < handler.limit {
                handler.hasReadLeft = false
                context.read()
            }
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        guard count < limit else {
            hasReadLeft = true
            return
        }
        context.read()
    }
}

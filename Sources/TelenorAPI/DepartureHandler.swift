import NIOCore
import NIOHTTP1

/// Tells when a data request is written to its connection.
///
/// Between the permit and the write lie threads that a busy machine lets wait, and sometimes a new connection. What the
/// gateway sees is the write, so the distance to the next request is measured from it.
final class DepartureHandler: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let tell: @Sendable () -> Void

    private init(tell: @escaping @Sendable () -> Void) { self.tell = tell }

    /// Puts one in front of the encoder of every new connection.
    static func initializer(
        _ tell: @escaping @Sendable () -> Void
    ) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                let encoder = try pipeline.context(handlerType: HTTPRequestEncoder.self)
                try pipeline.addHandler(DepartureHandler(tell: tell), position: .after(encoder.handler))
            }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // Tokens are asked for with POST; they are not paced.
        if case .head(let head) = unwrapOutboundIn(data), head.method == .GET { tell() }
        context.write(data, promise: promise)
    }
}

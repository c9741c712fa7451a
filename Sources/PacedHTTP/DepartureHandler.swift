import NIOCore
import NIOHTTP1

/// Tells when a data request is written to its connection.
///
/// Between the permit and the write lie threads that a busy machine lets wait, and sometimes a new connection. What the
/// gateway sees is the write, so the distance to the next request is measured from it.
final class DepartureHandler: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// The header that marks a data request on its way to the handler; it does not leave this machine.
    static let mark = "submirror-departure"

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
        guard case .head(var head) = unwrapOutboundIn(data), head.headers.contains(name: Self.mark) else {
            return context.write(data, promise: promise)
        }
        head.headers.remove(name: Self.mark)
        tell()
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}

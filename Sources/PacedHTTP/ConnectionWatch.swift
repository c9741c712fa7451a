import NIOCore
import NIOHTTP1

/// Watches one connection: tells when a data request is written to it, holds back one that is no longer wanted, and
/// breaks off a body that takes too long.
///
/// Between the permit and the write lie threads that a busy machine lets wait, and sometimes a new connection. What the
/// gateway sees is the write, so the distance to the next request is measured from it.
///
/// A body is timed here, as a server may send nothing, or a byte now and then. One timer serves all bodies of the
/// connection: where it finds that a later one came, it is set anew.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// When a body that begins now has to be over, and what its reader is told else.
    struct BodyEnd {
        let instant: NIODeadline
        let error: any Error
    }

    /// The header that marks a data request on its way to the handler; it does not leave this machine.
    ///
    /// Its value is the request's departure, see ``Departures``.
    static let mark = "submirror-departure"

    private let leaves: @Sendable (_ departure: String) -> Bool
    private let bodyEnd: @Sendable () -> BodyEnd
    /// Of the body under way.
    private var end: BodyEnd?
    private var timer: Scheduled<Void>?
    /// Whether a request was held back: nothing is written any more.
    private var isClosed = false

    private init(
        leaves: @escaping @Sendable (String) -> Bool, bodyEnd: @escaping @Sendable () -> BodyEnd
    ) {
        self.leaves = leaves
        self.bodyEnd = bodyEnd
    }

    /// Puts one between the coding and the client of every new connection.
    ///
    /// - Parameter leaves: told that a data request leaves now; by false it holds the request back.
    static func initializer(
        leaves: @escaping @Sendable (_ departure: String) -> Bool, bodyEnd: @escaping @Sendable () -> BodyEnd
    ) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.context(
                    handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self)
                let watch = ConnectionWatch(leaves: leaves, bodyEnd: bodyEnd)
                try pipeline.addHandler(watch, position: .after(decoder.handler))
            }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosed else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        guard case .head(var head) = unwrapOutboundIn(data), let mark = head.headers.first(name: Self.mark)
        else { return context.write(data, promise: promise) }
        head.headers.remove(name: Self.mark)
        guard leaves(mark) else {
            isClosed = true
            promise?.fail(ChannelError.ioOnClosedChannel)
            return context.close(promise: nil)
        }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            let end = bodyEnd()
            self.end = end
            if timer == nil { setTimer(to: end.instant, context) }
        case .body: break
        case .end: end = nil
        }
        context.fireChannelRead(data)
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    private func setTimer(to instant: NIODeadline, _ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: instant) {
            self.timer = nil
            guard let end = self.end else { return }
            guard end.instant <= .now() else { return self.setTimer(to: end.instant, context) }
            self.end = nil
            context.fireErrorCaught(end.error)
            context.close(promise: nil)
        }
    }
}

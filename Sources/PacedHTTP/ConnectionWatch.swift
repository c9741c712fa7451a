import NIOCore
import NIOHTTP1

/// Watches one connection: tells when a data request is written to it, holds back one that is no longer wanted, and
/// breaks off a body that takes too long.
///
/// Between the permit and the write lie threads that a busy machine lets wait, and sometimes a new connection. What the
/// gateway sees is the write, so the distance to the next request is measured from when it was over: what is told is
/// never earlier than the request left, and on a busy machine may be later, which widens the distance and no more.
/// A write that fails may have left in part, so it is told as well.
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

    /// What the handler tells and asks of the requests on its connection.
    struct Reports: Sendable {
        /// Whether the request of this departure may be written now, see ``Departures``; by false it is held back.
        let mayLeave: @Sendable (_ departure: String) -> Bool
        /// Hears once of each data request, by the number of its permit, when it has left or could not.
        let left: @Sendable (_ permit: Int) -> Void
    }

    /// The header that marks a data request on its way to the handler with the number of its permit; it does not leave
    /// this machine, nor does ``departure``.
    static let permit = "submirror-permit"
    /// The header of a request that must not be sent twice.
    static let departure = "submirror-departure"

    private let reports: Reports
    private let bodyEnd: @Sendable () -> BodyEnd
    /// Of the body under way.
    private var end: BodyEnd?
    private var timer: Scheduled<Void>?
    /// Whether a request was held back: nothing is written any more.
    private var isClosed = false

    private init(_ reports: Reports, bodyEnd: @escaping @Sendable () -> BodyEnd) {
        self.reports = reports
        self.bodyEnd = bodyEnd
    }

    /// Puts one between the coding and the client of every new connection.
    static func initializer(
        _ reports: Reports, bodyEnd: @escaping @Sendable () -> BodyEnd
    ) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.context(
                    handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self)
                let watch = ConnectionWatch(reports, bodyEnd: bodyEnd)
                try pipeline.addHandler(watch, position: .after(decoder.handler))
            }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosed else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        guard case .head(var head) = unwrapOutboundIn(data),
            let permit = head.headers.first(name: Self.permit).flatMap(Int.init)
        else { return context.write(data, promise: promise) }
        let departure = head.headers.first(name: Self.departure)
        head.headers.remove(name: Self.permit)
        head.headers.remove(name: Self.departure)
        // Before the write, as nobody may give up what has begun to leave.
        guard departure.map(reports.mayLeave) ?? true else {
            isClosed = true
            promise?.fail(ChannelError.ioOnClosedChannel)
            return context.close(promise: nil)
        }
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.whenComplete { [left = reports.left] _ in left(permit) }
        context.write(wrapOutboundOut(.head(head)), promise: written)
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

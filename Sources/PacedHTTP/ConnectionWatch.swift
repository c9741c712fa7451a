import NIOCore
import NIOHTTP1

/// Watches one connection: reports when a data request is written, holds back one that was given up, and
/// aborts a body that takes too long.
///
/// Between the permit and the write, a request passes threads that may wait on a busy machine, and sometimes
/// a new connection. The gateway sees the write, so the distance to the next request is measured from the end
/// of the write: the reported time is never before the departure and, on a busy machine, may be after it,
/// which only widens the distance. A failed write may have left in part, so it is reported as well.
///
/// Bodies are timed here because a server may send nothing, or a byte now and then. One timer serves all
/// bodies of the connection; if it fires during a later one, it is set again.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// When a body that begins now must have ended, and the error for its reader otherwise.
    struct BodyEnd {
        let instant: NIODeadline
        let error: any Error
    }

    /// The handler's callbacks about requests on its connection.
    struct Reports: Sendable {
        /// Whether the request of this departure may be written now, see ``InFlightRequests``; false holds it back.
        let mayLeave: @Sendable (_ departure: String) -> Bool
        /// Called once per data request, with the number of its permit, when it has left or could not.
        let left: @Sendable (_ permit: Int) -> Void
    }

    /// The header that carries the permit's number of a data request to this handler.
    ///
    /// Neither it nor ``departure`` leaves this machine.
    static let permit = "submirror-permit"
    /// The header of a request that must not be sent twice.
    static let departure = "submirror-departure"

    private let reports: Reports
    private let bodyEnd: @Sendable () -> BodyEnd
    /// The limit of the body being read.
    private var end: BodyEnd?
    private var timer: Scheduled<Void>?
    /// Whether a request was held back, after which nothing more is written.
    private var isClosed = false

    private init(_ reports: Reports, bodyEnd: @escaping @Sendable () -> BodyEnd) {
        self.reports = reports
        self.bodyEnd = bodyEnd
    }

    /// Adds a watch to every new connection, between the codec and the client.
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
        // Before the write, because a request that has begun to leave can no longer be given up.
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

import NIOCore

/// Closes a connection whose client is too slow in sending a request, receiving the answer,
/// or sending the next request.
///
/// It sees bytes, not requests; see ``ConnectionLimits``.
final class SlowClientGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let requestTime: TimeAmount
    private let idleTime: TimeAmount
    private var deadline = NIODeadline.distantFuture
    private var isIdle = false
    private var check: Scheduled<Void>?

    init(requestTime: TimeAmount, idleTime: TimeAmount) {
        self.requestTime = requestTime
        self.idleTime = idleTime
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Also for a client that connects but never sends anything.
        deadline = .now() + requestTime
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isIdle {
            isIdle = false
            deadline = .now() + requestTime
            if requestTime < idleTime {
                check?.cancel()
                schedule(context)
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isIdle = true
        deadline = .now() + idleTime
        context.write(data, promise: promise)
    }

    private func schedule(_ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            guard deadline <= .now() else { return schedule(context) }
            context.close(promise: nil)
        }
    }
}

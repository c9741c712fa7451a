package import NIOCore

/// Closes a connection whose client is too slow in sending a request, receiving the answer,
/// or sending the next request.
///
/// It sees bytes, not requests: whatever the client does, an answer must be sent within the time limit after
/// the first byte received since the previous answer.
package final class ConnectionDeadline: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundIn = ByteBuffer

    private let requestTime: TimeAmount
    private let idleTime: TimeAmount
    private var deadline = NIODeadline.distantFuture
    private var isIdle = true
    private var check: Scheduled<Void>?

    /// A deadline for one connection.
    ///
    /// - Parameters:
    ///   - requestTime: from a request's first byte, or the connection's start, to its answer's first byte.
    ///   - idleTime: from an answer to the next request.
    package init(requestTime: Duration, idleTime: Duration) {
        self.requestTime = TimeAmount(requestTime)
        self.idleTime = TimeAmount(idleTime)
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        // Also for a client that connects but never sends anything, or never completes its handshake.
        isIdle = false
        deadline = .now() + requestTime
        schedule(context)
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isIdle {
            isIdle = false
            deadline = .now() + requestTime
            reschedule(context)
        }
        context.fireChannelRead(data)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isIdle = true
        deadline = .now() + idleTime
        context.write(data, promise: promise)
    }

    /// Brings the scheduled check forward, if the request time is shorter than the idle time.
    private func reschedule(_ context: ChannelHandlerContext) {
        guard requestTime < idleTime else { return }
        check?.cancel()
        schedule(context)
    }

    private func schedule(_ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            guard deadline <= .now() else { return schedule(context) }
            context.close(promise: nil)
        }
    }
}

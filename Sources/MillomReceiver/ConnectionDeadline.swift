import HummingbirdCore
import Logging
import NIOCore

/// Closes a connection whose client is too slow in sending a request, receiving the answer,
/// or sending the next request.
///
/// It sees bytes, not requests: whatever the client does, an answer must be sent within the time limit after
/// the first byte received since the previous answer.
final class ConnectionDeadline: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let requestTime: TimeAmount
    private let idleTime: TimeAmount
    private var deadline = NIODeadline.distantFuture
    private var isIdle = true
    private var check: Scheduled<Void>?

    init(_ limits: ReceiverLimits) {
        requestTime = TimeAmount(limits.requestTime)
        idleTime = TimeAmount(limits.idleTime)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Also for a client that connects but never sends anything, or never completes its handshake.
        isIdle = false
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
            reschedule(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
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

/// An HTTP connection with a deadline, which survives a server that stops before serving it.
///
/// A cancelled server drops connections that it has accepted but not yet served, and NIO traps if such a
/// channel's writer is not finished. This value lives until its connection is closed, which finishes it.
///
/// Source: swift-nio issues 2637 and 2813.
struct BoundedConnection: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let inner: HTTP1Channel
    let limits: ReceiverLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let limits = limits
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ConnectionDeadline(limits))
        }.flatMap {
            inner.setup(channel: channel, logger: logger)
        }.map { value in
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await inner.handle(value: value, logger: logger) }
}

import HummingbirdCore
import Logging
import NIOCore
import ServedHTTP

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
            try channel.pipeline.syncOperations.addHandler(
                ConnectionDeadline(requestTime: limits.requestTime, idleTime: limits.idleTime))
        }.flatMap {
            inner.setup(channel: channel, logger: logger)
        }.map { value in
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await inner.handle(value: value, logger: logger) }
}

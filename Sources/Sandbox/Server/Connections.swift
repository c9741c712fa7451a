import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// The open connections that a server has accepted.
final class Connections: Sendable {
    private struct Open {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isStopped = false
    }

    private let open = Mutex(Open())

    /// Tracks `channel` until it is closed; closes it at once if the server has stopped.
    func add(_ channel: any Channel) {
        let identity = ObjectIdentifier(channel)
        let isStopped = open.withLock { open in
            open.channels[identity] = channel
            return open.isStopped
        }
        channel.closeFuture.whenComplete { _ in
            self.open.withLock { $0.channels[identity] = nil }
        }
        if isStopped { channel.close(promise: nil) }
    }

    /// Closes all open and future connections, as nothing serves them any more.
    func stop() {
        let channels = open.withLock { open in
            open.isStopped = true
            return Array(open.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }
}

/// An HTTP connection that survives a server that stops before serving it.
///
/// A cancelled server drops connections that it has accepted but not begun to serve, and NIO traps if the
/// writer of such a channel is never finished. Here the writer lives until its connection is closed, which
/// finishes it. Source: swift-nio issues 2637 and 2813.
struct KeptConnection: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let inner: HTTP1Channel
    let connections: Connections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connections = connections
        return inner.setup(channel: channel, logger: logger).map { value in
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            connections.add(channel)
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await inner.handle(value: value, logger: logger) }
}

import NIOCore
import Synchronization

/// The open connections, and the work for each, which ends when its client disconnects.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Runs when a request's client disconnects.
        var actions: [ObjectIdentifier: @Sendable () -> Void] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func opened(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { $0.channels[id] = channel }
        channel.closeFuture.whenComplete { _ in
            let action = self.state.withLock { state in
                state.channels[id] = nil
                return state.actions.removeValue(forKey: id)
            }
            action?()
        }
    }

    /// Sets the action for the disconnection of `channel`'s client, replacing the
    /// previous one; nil removes it.
    func whenClosed(_ channel: any Channel, _ action: (@Sendable () -> Void)?) {
        let id = ObjectIdentifier(channel)
        let isOpen = state.withLock { state in
            guard state.channels[id] != nil else { return false }
            state.actions[id] = action
            return true
        }
        if !isOpen { action?() }
    }

    /// Runs `body` for one request of `channel`; cancels it once the connection is closed.
    func work<Result: Sendable>(
        for channel: any Channel, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        // Awaited below.
        let task = Task { try await body() }
        whenClosed(channel) { task.cancel() }
        defer { whenClosed(channel, nil) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Closes idle connections at once, and each other one after its answer.
    func stop() {
        let channels = state.withLock { state in
            state.isStopping = true
            return Array(state.channels.values)
        }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Closes all connections that are still open.
    func closeAll() {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }
}

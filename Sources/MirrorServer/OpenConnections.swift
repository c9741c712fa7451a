import NIOCore
import Synchronization

/// The connections that are open, and the work for each, which ends when its client goes away.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// What is to be done once the client of a request has gone.
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

    /// Has `action` done once the client of `channel` goes away, in place of what was to be done before; nil: nothing.
    func whenClosed(_ channel: any Channel, _ action: (@Sendable () -> Void)?) {
        let id = ObjectIdentifier(channel)
        let isOpen = state.withLock { state in
            guard state.channels[id] != nil else { return false }
            state.actions[id] = action
            return true
        }
        if !isOpen { action?() }
    }

    /// Runs `body` for one request of `channel`; it is cancelled once the connection is closed.
    func work<Result: Sendable>(
        for channel: any Channel, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        // Waited for below.
        let task = Task { try await body() }
        whenClosed(channel) { task.cancel() }
        defer { whenClosed(channel, nil) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Closes those that wait for a request, and each other one after its answer.
    func stop() {
        let channels = state.withLock { state in
            state.isStopping = true
            return Array(state.channels.values)
        }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Closes all that is still open.
    func closeAll() {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }
}

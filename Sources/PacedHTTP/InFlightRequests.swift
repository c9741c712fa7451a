import Synchronization

/// Records which of the requests that must not be sent twice have left this machine.
///
/// It decides between a sender that gives up and a connection that is about to write: whichever comes first
/// wins, so that a request reported as not sent is never written afterwards.
package final class InFlightRequests: Sendable {
    private struct State {
        var number = 0
        /// For each request in flight, whether it has left.
        var hasLeft: [String: Bool] = [:]
    }

    private let state = Mutex(State())

    /// Starts with no request in flight.
    package init() {}

    /// Registers a request.
    ///
    /// - Returns: its mark.
    package func begin() -> String {
        state.withLock { state in
            state.number += 1
            let mark = "\(state.number)"
            state.hasLeft[mark] = false
            return mark
        }
    }

    /// Records that the request of `mark` is being written; returns false if its sender has given it up.
    package func mayLeave(_ mark: String) -> Bool {
        state.withLock { state in
            guard state.hasLeft[mark] != nil else { return false }
            state.hasLeft[mark] = true
            return true
        }
    }

    /// Unregisters the request of `mark`, which cannot leave any more.
    ///
    /// - Returns: whether it has left.
    package func end(_ mark: String) -> Bool {
        state.withLock { $0.hasLeft.removeValue(forKey: mark) } ?? false
    }
}

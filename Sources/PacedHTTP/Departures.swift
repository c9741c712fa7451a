import Synchronization

/// Which of the requests that must not be sent twice have left this machine.
///
/// The judge between a sender that gives up and a connection that is about to write: whoever comes first is right, so
/// that what is called not sent is never written afterwards.
package final class Departures: Sendable {
    private struct State {
        var number = 0
        /// Whether it has left, of each request under way.
        var hasLeft: [String: Bool] = [:]
    }

    private let state = Mutex(State())

    /// Nothing is under way.
    package init() {}

    /// Announces a request.
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

    /// Notes that the request of `mark` is written now; false when its sender has given it up.
    package func mayLeave(_ mark: String) -> Bool {
        state.withLock { state in
            guard state.hasLeft[mark] != nil else { return false }
            state.hasLeft[mark] = true
            return true
        }
    }

    /// Ends the watch over the request of `mark`, which cannot leave any more.
    ///
    /// - Returns: whether it has left.
    package func end(_ mark: String) -> Bool {
        state.withLock { $0.hasLeft.removeValue(forKey: mark) } ?? false
    }
}

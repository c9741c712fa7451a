package import Logging

/// A header that one request has in addition to those of every request.
package struct RequestHeader: Sendable, Equatable {
    let name: String
    let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A request to an API, described before it is known when it is sent.
///
/// After a fault a call is sent again, so it must not change anything, or have the same effect when done
/// twice. Anything else is a ``Mutation``.
package struct Call: Sendable {
    /// The kind of JSON that a success contains.
    package enum Shape: Sendable {
        case array, object, any
        /// The body is ignored, unless it contains an error.
        case nothing
    }

    /// The request as sent when the call's turn has come.
    package struct Question: Sendable {
        /// Path and query, below the base URL.
        package let target: String
        /// JSON to POST, empty for an empty POST; nil sends a GET.
        package var body: [UInt8]?
        /// Headers in addition to those of every request; the latter win.
        package var headers: [RequestHeader] = []
        /// Whether a success is acceptable, now that it has told the server's clock; otherwise the call is
        /// sent once more.
        package var accepts: @Sendable (_ sentAt: Duration) -> Bool = { _ in true }

        /// Sends a GET unless a body is set.
        package init(_ target: String) { self.target = target }
    }

    let purpose: RequestPurpose
    let shape: Shape
    /// Called each time the call is sent; the instant is by our clock.
    let question: @Sendable (_ instant: Duration) -> Question
    /// Whether it is one of many similar requests, none of which may hold up the others for ever.
    ///
    /// Once such a call has used its whole time without an answer, it fails rather than being sent again
    /// where the run's end would cut it off.
    package var isOneOfMany = false
    /// Metadata added to the log line of each reply.
    package var logged: @Sendable () -> Logger.Metadata = { [:] }

    /// A call whose request depends on when it is sent.
    package init(
        _ purpose: RequestPurpose, _ shape: Shape,
        question: @escaping @Sendable (_ instant: Duration) -> Question
    ) {
        self.purpose = purpose
        self.shape = shape
        self.question = question
    }

    /// A call that always sends a GET for the same path and query.
    package init(_ purpose: RequestPurpose, _ shape: Shape, target: String) {
        self.init(purpose, shape) { _ in Question(target) }
    }
}

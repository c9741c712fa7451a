package import Logging

/// A header that one request has besides those of every request.
package struct RequestHeader: Sendable, Equatable {
    let name: String
    let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One thing to ask an API, before it is known when it is sent.
///
/// A call only asks: after a fault it is sent again, so what it asks for must not change anything, or be the same when it is
/// done twice. Anything else is a ``Change``.
package struct Call: Sendable {
    /// The kind of JSON that a success holds.
    package enum Shape: Sendable {
        case array, object, any
        /// Nothing that counts: the body is not looked at, unless it holds an error.
        case nothing
    }

    /// The request that is sent when the call's turn has come.
    package struct Question: Sendable {
        /// Path and query, below the base URL.
        package let target: String
        /// JSON to POST, or nothing to POST; nil asks with GET.
        package var body: [UInt8]?
        /// Headers besides those of every request, which come before them.
        package var headers: [RequestHeader] = []
        /// Whether a success will do, now that it has told the server's clock; else the call is sent once more.
        package var accepts: @Sendable (_ sentAt: Duration) -> Bool = { _ in true }

        /// Asks with GET unless a body is set.
        package init(_ target: String) { self.target = target }
    }

    let purpose: RequestPurpose
    let shape: Shape
    /// Asked anew each time the call is sent; the instant is ours.
    let question: @Sendable (_ instant: Duration) -> Question
    /// Whether it asks for one of many things, which must not hold up the others for ever.
    ///
    /// Once it had its whole time without an answer, it is not sent where the run's end would cut it off: it has failed.
    package var isOneOfMany = false
    /// Added to the log line of each reply.
    package var logged: @Sendable () -> Logger.Metadata = { [:] }

    /// Takes a call whose question depends on when it is sent.
    package init(
        _ purpose: RequestPurpose, _ shape: Shape,
        question: @escaping @Sendable (_ instant: Duration) -> Question
    ) {
        self.purpose = purpose
        self.shape = shape
        self.question = question
    }

    /// Takes a call that asks with GET for the same path and query whenever it is sent.
    package init(_ purpose: RequestPurpose, _ shape: Shape, target: String) {
        self.init(purpose, shape) { _ in Question(target) }
    }
}

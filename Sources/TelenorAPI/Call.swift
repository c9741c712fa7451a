import MirrorCore

/// One thing to ask the API, before it is known when it is sent.
struct Call: Sendable {
    enum Target: Sendable {
        /// Path and query.
        case fixed(String)
        /// A search for what changed from `start` (server time) on; `rest` is the query without `since`.
        case changes(since: Duration, path: String, rest: String)
    }

    /// What kind of JSON a success holds.
    enum Shape: Sendable {
        case array, object, any
    }

    let purpose: RequestPurpose
    let target: Target
    let shape: Shape
    /// The number it is about, nil when it is about none.
    var msisdn: Msisdn?
}

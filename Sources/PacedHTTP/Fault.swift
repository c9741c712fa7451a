/// Why one try of a request failed although nothing was wrong with the request.
package enum Fault: Error, Equatable, Sendable {
    /// No connection to the host given first, for the reason given second: name not found, refused, timed
    /// out, or TLS failed.
    case notConnected(String, String)
    /// No connection until somebody intervenes: a certificate, a TLS version or a proxy's password is wrong.
    case untrusted(String)
    case timedOut(Stage)
    /// The connection broke before the reply was complete.
    case connectionLost(String)
    /// A success without a body.
    case emptyBody
    /// A success whose body is not JSON, or only the beginning of it; the text says where and shows none of
    /// it.
    case notJSON(String)
    /// A success with JSON of another kind: an object where a list belongs, or the reverse.
    case wrongShape
    case bodyTooLarge(limit: Int)
    /// A reply whose `Content-Encoding` cannot be decoded.
    case undecodable(String)
    /// The server reports a problem: a 5xx, or a status that is no answer.
    case server(ErrorReply)

    /// Where the time ran out.
    package enum Stage: String, Sendable {
        case firstByte = "waiting for the reply"
        case body = "reading the body"
    }

    /// Whether the same request may succeed next time.
    package var isWorthRetrying: Bool {
        switch self {
        case .notConnected, .timedOut, .connectionLost, .emptyBody, .notJSON, .wrongShape, .undecodable,
            .server:
            true
        case .untrusted, .bodyTooLarge: false
        }
    }
}

extension Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notConnected(let host, let reason): "no connection to \(host) (\(reason))"
        case .untrusted(let reason): "no connection (\(reason))"
        case .timedOut(let stage): "timed out \(stage.rawValue)"
        case .connectionLost(let reason): "the connection broke (\(reason))"
        case .emptyBody: "an empty reply"
        case .notJSON(let reason): "a reply that is not JSON (\(reason))"
        case .wrongShape: "JSON of another kind than asked for"
        case .bodyTooLarge(let limit): "a reply of more than \(limit >> 20) MB"
        case .undecodable(let reason): "a compressed reply that cannot be read (\(reason))"
        case .server(let reply): "the server answered \(reply)"
        }
    }
}

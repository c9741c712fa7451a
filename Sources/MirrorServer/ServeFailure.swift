package import MirrorCore

/// Why the mirror cannot be served.
package enum ServeFailure: UserFacingError, Equatable {
    case cannotListen(host: String, port: Int, reason: String)
    /// systemd passed something other than one listening socket.
    case noSocket(reason: String)
    /// Others can reach the socket that systemd passed, and nothing protects it.
    case openSocket

    package var kind: FailureKind { .configuration }

    package var message: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host), port \(port) (\(reason)): set serve.address to a free port of this machine"
        case .noSocket(let reason):
            "the socket passed by systemd cannot be used (\(reason)): check the socket unit"
        case .openSocket:
            "the socket passed by systemd is not bound to a loopback address, and anyone who reaches it could read personal "
                + "data: set serve.token, or serve.proxies if your proxy authenticates users, or change ListenStream="
        }
    }
}

/// Why a request is refused, as reported to the client.
enum Refusal: Error, Equatable {
    case badRequest(String)
    case unauthorized
    case forbidden(String)
    case notFound(String)
    case methodNotAllowed
    /// The mirror has changed since the previous page.
    case changed
    case targetTooLong
    /// `Host` names another server.
    case misdirected
    case failed(String)
    /// The client should retry after that many seconds.
    case unavailable(String, retryAfter: Int)

    var status: Int {
        switch self {
        case .badRequest: 400
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .changed: 412
        case .targetTooLong: 414
        case .misdirected: 421
        case .failed: 500
        case .unavailable: 503
        }
    }

    var title: String {
        switch self {
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .changed: "Precondition Failed"
        case .targetTooLong: "URI Too Long"
        case .misdirected: "Misdirected Request"
        case .failed: "Internal Server Error"
        case .unavailable: "Service Unavailable"
        }
    }

    var detail: String {
        switch self {
        case .badRequest(let text), .forbidden(let text), .notFound(let text), .failed(let text),
            .unavailable(let text, _):
            text
        case .unauthorized: "send the token of serve.token: Authorization: Bearer …"
        case .methodNotAllowed: "only GET and HEAD are supported"
        case .changed: "the mirror has changed since the previous page: start again at the first page"
        case .targetTooLong: "a path with its query may have at most \(ServedRequest.longestTarget) bytes"
        case .misdirected: "the server does not serve this host name: add it to serve.hosts"
        }
    }
}

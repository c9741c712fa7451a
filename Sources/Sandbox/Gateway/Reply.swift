/// How a reply is sent.
enum Delivery: Sendable, Equatable {
    case whole
    /// This many bytes of the body, although Content-Length announces all, then the end of the connection.
    case cut(after: Int)
    /// This many bytes, without a Content-Length, and properly ended.
    case chunked(Int)
    /// The head and this many bytes of the body, then a reset; nil: not even the head.
    case reset(after: Int?)
    case drip
    /// Nothing at all.
    case hang
}

/// The answer to the client.
struct Reply: Sendable {
    var status: Int
    /// The code under which statistics count it: the error's code, else the status.
    var code: Int
    var body: [UInt8]
    var contentType: String? = "application/json"
    var isCompressed = false
    var headers: [(name: String, value: String)] = []
    var delivery = Delivery.whole
    /// The fault that a rule applied to it.
    var fault: SandboxFault?
    /// An extra delay, on top of the sandbox's latency.
    var delay = Duration.zero

    /// A body written piece by piece, instead of `body`.
    var streamed: TruthDocument?

    /// Whether it is a list without rows, which is too short to compress.
    var holdsNothing: Bool { body == Array("[]".utf8) }

    static func json(_ body: [UInt8], isCompressed: Bool = false) -> Reply {
        Reply(status: 200, code: 200, body: body, isCompressed: isCompressed)
    }

    /// The reply after `fault` has been applied; `slowDelay`: the delay of a slow one.
    func delivered(_ fault: SandboxFault, slowDelay: Duration) -> Reply {
        var reply = self
        let half = body.count / 2
        switch fault {
        case .reset: reply.delivery = .reset(after: nil)
        case .resetBody: reply.delivery = .reset(after: half)
        case .truncate: reply.delivery = .cut(after: half)
        case .truncateChunked: reply.delivery = .chunked(half)
        case .drip: reply.delivery = .drip
        case .hang: reply.delivery = .hang
        default: reply.delay = slowDelay
        }
        if reply.delivery == .hang || reply.delivery == .reset(after: nil) { reply.code = 0 }
        return reply
    }

    /// `status` nil: the code's first three digits.
    static func error(_ code: Int, status: Int? = nil, shape: SandboxErrorShape? = nil) -> Reply {
        let made = ErrorBody(code: code, shape: shape)
        return Reply(
            status: status ?? ErrorBody.status(of: code), code: code, body: made.bytes,
            contentType: made.contentType)
    }
}

/// An error that ends a request with its code.
struct Refusal: Error {
    let code: Int
    var status: Int?

    var reply: Reply { .error(code, status: status) }
}

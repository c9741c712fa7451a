/// An answer written in advance, for requests that are to meet a fault.
package struct ScriptedReply: Sendable {
    /// What the body is made of.
    package enum Content: Sendable {
        /// An error with its code; shape nil: as this code usually comes.
        case error(code: Int, shape: SandboxErrorShape?)
        case bytes([UInt8], contentType: String?)
        /// What the request would have got anyway: for delays and truncation.
        case real
    }

    /// Where the body comes from.
    package var content: Content
    /// nil: what goes with the content (200, or the code's first three digits).
    package var status: Int?
    /// Additional headers.
    package var headers: [(name: String, value: String)] = []
    /// How many bytes of the body are sent before the connection is closed, while Content-Length promises all; nil: all.
    package var sentBytes: Int?
    /// Held back for this long.
    package var delay = Duration.zero

    package init(_ content: Content, status: Int? = nil) {
        self.content = content
        self.status = status
    }

    /// An error with `code`, such as 42901; `retryAfter`: seconds or an HTTP date, as the header says it.
    package static func error(
        _ code: Int, status: Int? = nil, shape: SandboxErrorShape? = nil, retryAfter: String? = nil
    ) -> ScriptedReply {
        var reply = ScriptedReply(.error(code: code, shape: shape), status: status)
        if let retryAfter { reply.headers = [("Retry-After", retryAfter)] }
        return reply
    }

    /// Any body at all.
    package static func body(
        _ text: String, status: Int = 200, contentType: String? = "application/json"
    ) -> ScriptedReply {
        ScriptedReply(.bytes(Array(text.utf8), contentType: contentType), status: status)
    }

    /// The real answer, cut off after `bytes` bytes of its body.
    package static func truncated(after bytes: Int) -> ScriptedReply {
        var reply = ScriptedReply(.real)
        reply.sentBytes = bytes
        return reply
    }

    /// 200 with nothing in it.
    package static var empty: ScriptedReply { .body("") }

    /// A page of HTML with status 200, as a proxy sends it.
    package static var html: ScriptedReply {
        .body("<html><body>Vedlikehold pågår</body></html>", contentType: "text/html; charset=utf-8")
    }
}

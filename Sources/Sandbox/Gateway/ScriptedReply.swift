/// A prepared answer for requests that a test wants to fail.
package struct ScriptedReply: Sendable {
    /// The content of the body.
    package enum Content: Sendable {
        /// An error with its code; shape nil: the code's usual shape.
        case error(code: Int, shape: SandboxErrorShape?)
        case bytes([UInt8], contentType: String?)
        /// The answer that the request would otherwise have got: for delays and truncation.
        case real
    }

    /// The source of the body.
    package var content: Content
    /// nil: the content's own status (200, or the code's first three digits).
    package var status: Int?
    /// Additional headers.
    package var headers: [(name: String, value: String)] = []
    /// How many bytes of the body are sent before the connection is closed, although Content-Length announces
    /// all; nil: all.
    package var sentBytes: Int?
    /// How long the answer is delayed.
    package var delay = Duration.zero

    package init(_ content: Content, status: Int? = nil) {
        self.content = content
        self.status = status
    }

    /// An error with `code`, such as 42901; `retryAfter`: seconds or an HTTP date, as in the header.
    package static func error(
        _ code: Int, status: Int? = nil, shape: SandboxErrorShape? = nil, retryAfter: String? = nil
    ) -> ScriptedReply {
        var reply = ScriptedReply(.error(code: code, shape: shape), status: status)
        if let retryAfter { reply.headers = [("Retry-After", retryAfter)] }
        return reply
    }

    /// A reply with any body.
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

    /// 200 with an empty body.
    package static var empty: ScriptedReply { .body("") }

    /// A page of HTML with status 200, as a proxy sends it.
    package static var html: ScriptedReply {
        .body("<html><body>Vedlikehold pågår</body></html>", contentType: "text/html; charset=utf-8")
    }
}

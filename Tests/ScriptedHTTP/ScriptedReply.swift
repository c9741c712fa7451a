import Foundation

/// One reply of the scripted server, byte for byte.
package struct ScriptedReply: Sendable {
    /// How the connection behaves.
    package enum Manner: Sendable, Equatable {
        case whole
        /// Promises the whole body, sends `bytes` of it and closes.
        case cutAfter(bytes: Int)
        /// Sends the head and `bytes` of the body, and then nothing more.
        case stallAfter(bytes: Int)
        /// Sends the head, and then a blank every 20 ms, without end.
        case drip
        /// Never answers.
        case silence
        /// Closes the connection without a reply.
        case close
    }

    package var status: Int
    package var headers: [(String, String)]
    package var body: [UInt8]
    package var manner = Manner.whole

    package init(
        status: Int = 200, headers: [(String, String)] = [("content-type", "application/json")],
        body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(_ text: String, status: Int = 200, retryAfter: String? = nil) -> ScriptedReply {
        var reply = ScriptedReply(status: status, body: Array(text.utf8))
        if let retryAfter { reply.headers.append(("retry-after", retryAfter)) }
        return reply
    }

    package static func token(_ value: String, lifetime: String = "3600") -> ScriptedReply {
        .json(#"{"access_token":"\#(value)","expires_in":\#(lifetime)}"#)
    }

    /// A page of `rows` invented entries; pages of another `seed` differ.
    package static func page(rows: Int, seed: Int = 0) -> ScriptedReply {
        let entries = (0..<rows).map { #"{"msisdn":"47\#(90_000_000 + seed * 1000 + $0)"}"# }
        return .json("[\(entries.joined(separator: ","))]")
    }

    package func with(_ manner: Manner) -> ScriptedReply {
        var next = self
        next.manner = manner
        return next
    }

    /// Whether the client waits for it until its own limit.
    package var neverEnds: Bool {
        switch manner {
        case .silence, .drip, .stallAfter: true
        case .whole, .cutAfter, .close: false
        }
    }

    func head(date: String?) -> String {
        var lines = ["HTTP/1.1 \(status) Scripted"] + headers.map { "\($0.0): \($0.1)" }
        if let date { lines.append("date: \(date)") }
        return (lines + ["content-length: \(body.count)", "", ""]).joined(separator: "\r\n")
    }
}

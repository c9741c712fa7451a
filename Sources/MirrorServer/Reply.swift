import Crypto
import Foundation
import HTTPTypes
import MirrorReading

/// The reply to a request.
enum Reply: Sendable {
    case whole(status: Int, fields: HTTPFields, bytes: [UInt8])
    /// Streamed; the first chunk is available.
    case stream(fields: HTTPFields, first: [UInt8], pipe: ChunkPipe)
}

extension Reply {
    /// The fields of every answer: they forbid framing it, guessing its type, running anything
    /// from it, and caching it unasked.
    static func fields(type: String, policy: String? = nil) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentType] = type
        fields[.contentSecurityPolicy] =
            policy ?? "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        fields[.xContentTypeOptions] = "nosniff"
        fields[.cacheControl] = "private, no-cache"
        fields[.vary] = "accept, authorization"
        for (name, value) in others {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }

    private static let others = [
        ("referrer-policy", "no-referrer"), ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "geolocation=(), camera=(), microphone=()"),
    ]

    static func of(_ answer: CachedAnswer, ifNoneMatch: String?) -> Reply {
        var fields = fields(type: answer.type, policy: answer.policy)
        fields[.eTag] = answer.tag
        guard !EntityTag.matches(ifNoneMatch, answer.tag) else {
            fields[.contentType] = nil
            return .whole(status: 304, fields: fields, bytes: [])
        }
        return .whole(status: 200, fields: fields, bytes: answer.bytes)
    }

    static func of(_ refusal: Refusal) -> Reply {
        var fields = fields(type: "application/problem+json")
        fields[.cacheControl] = "no-store"
        switch refusal {
        case .methodNotAllowed: fields[.allow] = "GET, HEAD"
        case .unauthorized:
            fields[.wwwAuthenticate] = #"Bearer realm="submirror", Basic realm="submirror", charset="UTF-8""#
        case .unavailable(_, let seconds): fields[.retryAfter] = "\(seconds)"
        default: break
        }
        // Source: RFC 9457.
        let problem = JSONValue.object([
            ("type", "about:blank"), ("title", .string(refusal.title)),
            ("status", .integer(Int64(refusal.status))), ("detail", .string(refusal.detail)),
        ])
        return .whole(status: refusal.status, fields: fields, bytes: Array((problem.text + "\n").utf8))
    }
}

/// Makes and compares entity tags.
enum EntityTag {
    /// The tag of a complete answer, from its bytes.
    static func of(_ bytes: [UInt8]) -> String { "\"" + text(SHA256.hash(data: bytes)) + "\"" }

    /// The tag of a streamed answer, from everything it depends on.
    static func of(_ parts: [String]) -> String {
        of(Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
    }

    private static func text(_ digest: SHA256.Digest) -> String {
        Data(digest).prefix(18).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    /// Whether an `If-None-Match` field names `tag`, so that the client already has the answer.
    static func matches(_ field: String?, _ tag: String) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { part in
            var given = part.trimmingCharacters(in: .whitespaces)[...]
            if given.hasPrefix("W/") { given = given.dropFirst(2) }
            return given == "*" || given == tag
        }
    }
}

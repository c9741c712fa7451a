package import Pacing

/// Reads what a reply's headers say about the quota.
///
/// Source: draft-ietf-httpapi-ratelimit-headers, as `RateLimit-Limit`, `-Remaining` and `-Reset` (until 06),
/// as the one field `RateLimit: limit=…, remaining=…, reset=…` (07), as the structured fields `RateLimit` and
/// `RateLimit-Policy` (from 08); and the older `X-RateLimit-…`.
package enum RateLimitHeaders {
    /// Whether a header's name begins like one of these headers, in any case.
    package static func begin(with name: String) -> Bool {
        let isOld = name.utf8.starts(with: "x-".utf8) { $0 | 0x20 == $1 | 0x20 }
        return name.utf8.dropFirst(isOld ? 2 : 0).starts(with: "rate".utf8) { $0 | 0x20 == $1 }
    }

    /// Reads the headers, leaving out unreadable values; nil if there are none.
    ///
    /// - Parameters:
    ///   - header: returns a header's value by its name in lower case, with repeated lines joined by commas;
    ///     nil if it is missing.
    ///   - serverNow: the reply's `Date`, or our own time if it has none.
    package static func parse(
        serverNow: Duration, header: (String) -> String?
    ) -> QuotaAnnouncement? {
        var read = QuotaAnnouncement()
        for prefix in ["x-rate-limit-", "x-ratelimit-", "ratelimit-"] {
            if let limit = header(prefix + "limit").map(items) {
                read.limit = limit.first.flatMap { Int($0.name) } ?? read.limit
                let policy = limit.dropFirst().first { $0.parameters["w"] != nil }
                read.window = policy.flatMap { seconds($0.parameters["w"]) } ?? read.window
            }
            read.remaining = header(prefix + "remaining").flatMap(first) ?? read.remaining
            read.reset = header(prefix + "reset").flatMap { reset($0, serverNow) } ?? read.reset
        }
        if let fields = header("ratelimit").map(items) { read.take(fields) }
        if let policies = header("ratelimit-policy").map(items) { read.take(policies: policies) }
        return read == QuotaAnnouncement() ? nil : read
    }

    /// A list element with its parameters: `"default";r=50;t=30`, `limit=100`.
    struct Item {
        let name: String
        let value: String?
        let parameters: [String: String]
    }

    static func items(_ text: String) -> [Item] {
        split(text, at: ",").map { element in
            let parts = split(element, at: ";").map(pair)
            return Item(
                name: parts.first?.0 ?? "", value: parts.first?.1,
                parameters: Dictionary(
                    parts.dropFirst().compactMap { name, value in value.map { (name, $0) } },
                    uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func pair(_ text: String) -> (String, String?) {
        let parts = text.split(separator: "=", maxSplits: 1).map {
            String($0.filter { $0 != " " && $0 != "\t" && $0 != "\"" })
        }
        return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
    }

    /// Splits outside of quotation marks only.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text.prefix(1000) {
            if character == "\"" { isQuoted.toggle() }
            if character == separator, !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    private static func first(_ text: String) -> Int? { items(text).first.flatMap { Int($0.name) } }

    static func seconds(_ text: String?) -> Duration? {
        text.flatMap(Double.init).flatMap { $0.isFinite && abs($0) < 1e15 ? .seconds($0) : nil }
    }

    /// Seconds from now, or an instant: seconds since 1970, milliseconds since 1970, a date.
    private static func reset(_ text: String, _ serverNow: Duration) -> Duration? {
        if let date = HTTPDate.parse(text) { return date - serverNow }
        guard let number = seconds(items(text).first?.name) else { return nil }
        switch number.inSeconds {
        case 1e12...: return number / 1000 - serverNow
        case 1e9...: return number - serverNow
        default: return number
        }
    }
}

extension QuotaAnnouncement {
    /// `limit=100, remaining=50, reset=30`, or of several policies the one with the least left:
    /// `"default";r=50;t=30`.
    fileprivate mutating func take(_ fields: [RateLimitHeaders.Item]) {
        for field in fields {
            switch field.name {
            case "limit": limit = field.value.flatMap(Int.init) ?? limit
            case "remaining": remaining = field.value.flatMap(Int.init) ?? remaining
            case "reset": reset = RateLimitHeaders.seconds(field.value) ?? reset
            default: break
            }
        }
        let left = fields.compactMap { field in
            field.parameters["r"].flatMap(Int.init).map { (field, $0) }
        }
        guard let (field, least) = left.min(by: { $0.1 < $1.1 }) else { return }
        remaining = least
        reset = RateLimitHeaders.seconds(field.parameters["t"]) ?? reset
    }

    /// `"default";q=100;w=60`, or `100;w=60`; read only if it is the single policy.
    ///
    /// Of several policies, it is not known that the one with the lowest rate is the one that counts.
    fileprivate mutating func take(policies: [RateLimitHeaders.Item]) {
        guard policies.count == 1, let policy = policies.first else { return }
        limit = policy.parameters["q"].flatMap(Int.init) ?? Int(policy.name) ?? limit
        window = RateLimitHeaders.seconds(policy.parameters["w"]) ?? window
    }
}

/// The body of `POST /_sandbox/change`.
struct ChangeOrderForm: Decodable {
    let kind: String?
    let msisdn: String?
    /// How many changes to make, of mixed kinds unless `kind` is set.
    let count: Int?
    /// Instead of a count: the share of all subscriptions to which this kind of change applies.
    let share: Double?
}

/// The body of `POST /_sandbox/clock`.
struct ClockForm: Decodable {
    let jumpSeconds: Double

    enum CodingKeys: String, CodingKey {
        case jumpSeconds = "jump_seconds"
    }
}

/// The body of `POST /_sandbox/inject`.
///
/// One of `code`, `body` or neither (the real answer, for `delay_seconds` and `sent_bytes`).
struct InjectionForm: Decodable {
    let endpoint: String?
    let msisdn: String?
    /// How many requests get it: 1 by default; 0: all until `clear-injected`.
    let count: Int?
    let code: Int?
    let shape: String?
    let status: Int?
    let body: String?
    let contentType: String?
    let headers: [String: String]?
    let sentBytes: Int?
    let delaySeconds: Double?

    enum CodingKeys: String, CodingKey {
        case endpoint, msisdn, count, code, shape, status, body, headers
        case contentType = "content_type"
        case sentBytes = "sent_bytes"
        case delaySeconds = "delay_seconds"
    }

    /// The answer that the form describes.
    ///
    /// - Throws: `ControlRefusal` for an unknown shape or a number out of range.
    func reply() throws -> ScriptedReply {
        let statuses = 200...599
        guard statuses.contains(status ?? 200), statuses.contains(code.map(ErrorBody.status) ?? 200),
            sentBytes ?? 0 >= 0, (0...3600).contains(delaySeconds ?? 0)
        else { throw ControlRefusal(reason: "status, code, sent_bytes or delay_seconds is out of range") }
        let wanted = try shape.map { name in
            guard let shape = SandboxErrorShape(rawValue: name) else {
                throw ControlRefusal(reason: "unknown shape: \(name)")
            }
            return shape
        }
        var reply = ScriptedReply(content(shape: wanted), status: status)
        reply.headers = (headers ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        reply.sentBytes = sentBytes
        reply.delay = .seconds(delaySeconds ?? 0)
        return reply
    }

    private func content(shape: SandboxErrorShape?) -> ScriptedReply.Content {
        if let code { return .error(code: code, shape: shape) }
        if let body { return .bytes(Array(body.utf8), contentType: contentType ?? "application/json") }
        return .real
    }
}

/// Why a control request was not carried out.
struct ControlRefusal: Error {
    let reason: String
}

import PullJSON

/// What an answer turns out to be.
enum Reading {
    /// A success; `rows` are the elements of a list, nil for anything else.
    case success(rows: Int?)
    case refused(ErrorReply, Verdict)
    /// A success in name only.
    case fault(Fault)

    /// Reads `answer` to `call`; all of a success's body is checked, so that half of one is never taken for whole.
    init(_ answer: HTTPExchange.Answer, to call: Call) {
        // A list that holds nothing may say so by its status, see ``TelenorClient/reply(_:rows:since:)``.
        if answer.status == 204, call.shape == .array, answer.body.isEmpty {
            self = .success(rows: 0)
            return
        }
        guard answer.status == 200 else {
            self = Self.refusal(answer, call)
            return
        }
        do throws(JSONError) {
            self = .success(rows: try Self.check(answer.body, call.shape))
        } catch {
            switch error.kind {
            case .empty: self = .fault(.emptyBody)
            case .wrongKind: self = Self.wrongShape(answer, call)
            default: self = .fault(.notJSON(error.description))
            }
        }
    }

    private static func check(_ body: [UInt8], _ shape: Call.Shape) throws(JSONError) -> Int? {
        switch shape {
        case .array: return try JSONReader.topLevelArrayCount(body.span.bytes)
        case .any:
            try JSONReader.validate(body.span.bytes)
            return nil
        case .object:
            try JSONReader.read(body.span.bytes) { (reader) throws(JSONError) in
                let kind = try reader.peekKind()
                try reader.skipValue()
                try reader.end()
                guard kind == .object else {
                    throw JSONError(kind: .wrongKind(expected: .object, found: kind), offset: 0, path: "$")
                }
            }
            return nil
        }
    }

    /// A 200 that holds an error body where a list or a subscription belongs is that error.
    private static func wrongShape(_ answer: HTTPExchange.Answer, _ call: Call) -> Reading {
        let refusal = refusal(answer, call)
        guard case .refused(let reply, _) = refusal, let code = reply.code, Verdict.byCode[code] != nil else {
            return .fault(.wrongShape)
        }
        return refusal
    }

    private static func refusal(_ answer: HTTPExchange.Answer, _ call: Call) -> Reading {
        let code = ErrorCode.read(answer.body)
        let reply = ErrorReply(
            purpose: call.purpose, status: answer.status, code: code.number, name: code.name)
        let verdict = Verdict.of(
            status: answer.status, code: code.number, asksForNumber: call.msisdn != nil)
        return .refused(reply, verdict)
    }
}

import PullJSON

/// An answer, classified.
enum ClassifiedReply {
    /// A success; `rows` is the number of elements of a list, nil for anything else.
    case success(rows: Int?)
    case refused(ErrorReply)
    /// A success in name only.
    case fault(Fault)

    /// Classifies `answer` to `call`; the whole body of a success is checked, so that half of one never
    /// passes for complete.
    init(_ answer: HTTPExchange.Answer, to call: Call, in dialect: any APIDialect) {
        // An empty list may be indicated by the status alone, see ``PacedClient/reply(_:rows:)``.
        if answer.status == 204, call.shape == .array, answer.body.isEmpty {
            self = .success(rows: 0)
            return
        }
        let isDone = call.shape == .nothing && (200..<300).contains(answer.status)
        guard answer.status == 200 || isDone else {
            self = .refused(ErrorReply(answer, to: call.purpose, in: dialect))
            return
        }
        if call.shape == .nothing || call.shape == .object && dialect.hidesErrorsInObjects {
            let reply = ErrorReply(answer, to: call.purpose, in: dialect)
            guard !dialect.isDocumented(reply) else {
                self = .refused(reply)
                return
            }
        }
        do throws(JSONError) {
            self = .success(rows: try Self.check(answer.body, call.shape))
        } catch {
            switch error.kind {
            case .empty: self = .fault(.emptyBody)
            case .wrongKind:
                // A 200 with an error body instead of a list or an object is that error.
                let reply = ErrorReply(answer, to: call.purpose, in: dialect)
                self = dialect.isDocumented(reply) ? .refused(reply) : .fault(.wrongShape)
            default: self = .fault(.notJSON(error.description))
            }
        }
    }

    private static func check(_ body: [UInt8], _ shape: Call.Shape) throws(JSONError) -> Int? {
        switch shape {
        case .nothing: return nil
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
}

extension ErrorReply {
    init(_ answer: HTTPExchange.Answer, to purpose: RequestPurpose, in dialect: any APIDialect) {
        let code = dialect.errorCode(in: answer.body)
        self.init(purpose: purpose, status: answer.status, code: code.number, name: code.name)
    }
}

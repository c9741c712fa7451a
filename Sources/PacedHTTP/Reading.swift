import PullJSON

/// What an answer turns out to be.
enum Reading {
    /// A success; `rows` are the elements of a list, nil for anything else.
    case success(rows: Int?)
    case refused(ErrorReply)
    /// A success in name only.
    case fault(Fault)

    /// Reads `answer` to `call`; all of a success's body is checked, so that half of one is never taken for whole.
    init(_ answer: HTTPExchange.Answer, to call: Call, in dialect: any APIDialect) {
        // A list that holds nothing may say so by its status, see ``PacedClient/reply(_:rows:)``.
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
                // A 200 that holds an error body where a list or an object belongs is that error.
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

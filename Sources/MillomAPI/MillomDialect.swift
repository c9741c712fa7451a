import PacedHTTP

/// How Millom words its refusals: `{"cause": "INVALID_NUMBER", "errorMessage": "…"}`.
struct MillomDialect: APIDialect {
    /// A documented cause, or an error name of OAuth; any other text could be a secret that the server
    /// echoes.
    func errorCode(in body: [UInt8]) -> ErrorCode {
        let fields = ErrorFields(body)
        if let cause = fields.cause, MillomVerdict.byCause[cause] != nil {
            return ErrorCode(number: nil, name: cause)
        }
        let word = fields.errorName.flatMap { ErrorCode.namesOfOAuth.contains($0) ? $0 : nil }
        return ErrorCode(number: nil, name: word)
    }

    func isDocumented(_ reply: ErrorReply) -> Bool {
        reply.name.map { MillomVerdict.byCause[$0] != nil } ?? false
    }

    func consequence(of reply: ErrorReply) -> RefusalConsequence { MillomVerdict.of(reply).consequence }

    var hidesErrorsInObjects: Bool { true }
}

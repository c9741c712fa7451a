import PacedHTTP

/// How Telenor's gateway and services word their refusals.
struct TelenorDialect: APIDialect {
    func errorCode(in body: [UInt8]) -> ErrorCode { ErrorCode.read(body) }

    func isDocumented(_ reply: ErrorReply) -> Bool {
        reply.code.map { Verdict.byCode[$0] != nil } ?? false
    }

    func consequence(of reply: ErrorReply) -> RefusalConsequence { Verdict.of(reply).consequence }
}

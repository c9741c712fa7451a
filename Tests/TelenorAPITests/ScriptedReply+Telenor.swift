import ScriptedHTTP

extension ScriptedReply {
    /// An error in the format of Telenor's services.
    static func error(_ code: Int, retryAfter: String? = nil) -> ScriptedReply {
        .json(
            #"{"errorCode":"\#(code)","message":"invented"}"#,
            status: Int(String(code).prefix(3)) ?? 500, retryAfter: retryAfter)
    }
}

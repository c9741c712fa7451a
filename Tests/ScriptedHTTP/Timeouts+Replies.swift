package import PacedHTTP

extension HTTPConfiguration.Timeouts {
    /// Patient, as on a busy machine an answer may take minutes; short where one of `replies` never ends.
    package init(for replies: [ScriptedReply]) {
        self.init()
        connect = .seconds(600)
        firstByte = .seconds(600)
        body = .seconds(600)
        guard replies.contains(where: \.neverEnds) else { return }
        firstByte = .seconds(1)
        body = .milliseconds(200)
    }
}

import MirrorStore

extension SaveSummary {
    /// A summary in one expression.
    init(fetched: Int = 0, changed: Int = 0, gone: Int = 0, quarantined: Int = 0) {
        self.init()
        self.fetched = fetched
        self.changed = changed
        self.gone = gone
        self.quarantined = quarantined
    }
}

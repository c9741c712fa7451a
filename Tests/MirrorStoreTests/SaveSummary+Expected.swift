import MirrorStore

extension SaveSummary {
    /// Builds a summary in one expression.
    init(
        fetched: Int = 0, changed: Int = 0, gone: Int = 0, parked: Int = 0, quarantined: Int = 0,
        refreshed: Int = 0
    ) {
        self.init()
        self.fetched = fetched
        self.changed = changed
        self.gone = gone
        self.parked = parked
        self.quarantined = quarantined
        self.refreshed = refreshed
    }
}

extension GoneVerdict {
    /// Builds a verdict in one expression.
    init(gone: Int = 0, parked: Int = 0, living: Int = 0) {
        self.init()
        self.gone = gone
        self.parked = parked
        self.living = living
    }
}

/// What a reply's headers say about the quota, as far as they say it; nothing of it is believed yet.
package struct QuotaAnnouncement: Sendable, Equatable {
    /// Requests that a window lets through.
    package var limit: Int?
    /// How many of them are left.
    package var remaining: Int?
    /// How long until the window ends.
    package var reset: Duration?
    /// The window's length.
    package var window: Duration?

    /// Takes what was read.
    package init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil, window: Duration? = nil) {
        self.limit = limit
        self.remaining = remaining
        self.reset = reset
        self.window = window
    }

    /// Whether it could be true at all: nothing negative, no more left than there is, no window beyond a day.
    var isPlausible: Bool {
        let day = Duration.seconds(86_400)
        if let limit, limit < 1 { return false }
        if let remaining, remaining < 0 || remaining > limit ?? .max { return false }
        if let window, window <= .zero || window > day { return false }
        if let reset, reset < .zero || reset > window ?? day { return false }
        return true
    }
}

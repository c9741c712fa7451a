/// The quota as a reply's headers announce it, unverified; nil where they say nothing.
package struct QuotaAnnouncement: Sendable, Equatable {
    /// Requests that a window lets through.
    package var limit: Int?
    /// How many of them are left.
    package var remaining: Int?
    /// The time until the window ends.
    package var reset: Duration?
    /// The window's length.
    package var window: Duration?

    package init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil, window: Duration? = nil) {
        self.limit = limit
        self.remaining = remaining
        self.reset = reset
        self.window = window
    }

    /// Whether the values are possible at all: nothing negative, no more left than the limit, no window
    /// beyond a day.
    var isPlausible: Bool {
        let day = Duration.seconds(86_400)
        if let limit, limit < 1 { return false }
        if let remaining, remaining < 0 || remaining > limit ?? .max { return false }
        if let window, window <= .zero || window > day { return false }
        if let reset, reset < .zero || reset > window ?? day { return false }
        return true
    }
}

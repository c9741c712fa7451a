/// A token and how long it is good for; nothing that describes or dumps it shows it.
package struct AccessToken: Sendable, Equatable {
    /// What is sent; never to be shown.
    package let value: String
    /// As a duration since 1970.
    package let expiresAt: Duration
    /// How long it was granted for.
    package let lifetime: Duration
    /// Which of a run's it is: an API may hand out the same value again.
    var number = 0

    /// Takes a token as it was granted.
    package init(value: String, expiresAt: Duration, lifetime: Duration) {
        self.value = value
        self.expiresAt = expiresAt
        self.lifetime = lifetime
    }

    /// From when on it is to be renewed: a minute before its end, or a tenth of its life when that is less.
    package var renewAt: Duration { expiresAt - min(.seconds(60), lifetime / 10) }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "AccessToken(not shown)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

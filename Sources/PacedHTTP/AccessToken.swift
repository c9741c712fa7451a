/// A token and its lifetime; its descriptions and dumps never show it.
package struct AccessToken: Sendable, Equatable {
    /// The token as sent; never shown.
    package let value: String
    /// As a duration since 1970.
    package let expiresAt: Duration
    /// How long it was granted for.
    package let lifetime: Duration
    /// Its number within a run, as an API may hand out the same value again.
    var number = 0

    package init(value: String, expiresAt: Duration, lifetime: Duration) {
        self.value = value
        self.expiresAt = expiresAt
        self.lifetime = lifetime
    }

    /// When to renew it: a minute before it expires, or a tenth of its lifetime before if that is less.
    package var renewAt: Duration { expiresAt - min(.seconds(60), lifetime / 10) }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "AccessToken(not shown)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

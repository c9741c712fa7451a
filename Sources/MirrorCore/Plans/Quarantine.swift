/// When a number that was set aside is tried again.
package enum Quarantine {
    /// How long to wait after so many failed attempts: 15 minutes, doubled each time, a day at most.
    package static func delay(afterAttempts attempts: Int) -> Duration {
        let doublings = min(max(attempts - 1, 0), 7)
        return min(.seconds(15 * 60 << doublings), .seconds(24 * 60 * 60))
    }
}

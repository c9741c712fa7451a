/// Decides when a quarantined number is tried again.
package enum Quarantine {
    /// The wait after this many failed attempts: 15 minutes, doubled each time, at most a day.
    package static func delay(afterAttempts attempts: Int) -> Duration {
        let doublings = min(max(attempts - 1, 0), 7)
        return min(.seconds(15 * 60 << doublings), .seconds(24 * 60 * 60))
    }
}

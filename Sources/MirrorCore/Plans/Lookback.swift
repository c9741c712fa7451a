/// How far before the end of the last poll the next one reads again, for changes that the search showed late.
package enum Lookback {
    /// Beyond a day it is not lateness: then the search does not show such changes at all.
    static let longest = Duration.seconds(86_400)
    /// A month without a miss makes half of it enough.
    static let memory = Duration.seconds(30 * 86_400)

    /// The lookback of the next poll.
    ///
    /// - Parameters:
    ///   - current: what this poll had.
    ///   - configured: never less.
    ///   - missed: changes that this poll should have listed and did not.
    ///   - quiet: how long ago the last miss was, or the last narrowing.
    package static func next(
        after current: Duration, configured: Duration, missed: Int, quiet: Duration
    ) -> Duration {
        if missed > 0 { return max(configured, min(max(current, configured) * 2, longest)) }
        return quiet < memory ? max(current, configured) : max(current / 2, configured)
    }
}

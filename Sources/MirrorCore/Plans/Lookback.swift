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
    ///   - stepForward: how far the server's clock was set forward before this poll: changes from before that step are
    ///     that much older by their stamps than by the time that the search took to show them.
    ///   - quiet: how long ago the last miss was, or the last narrowing.
    package static func next(
        after current: Duration, configured: Duration, missed: Int = 0, stepForward: Duration = .zero,
        quiet: Duration = .zero
    ) -> Duration {
        if stepForward > .zero {
            return max(configured, min(max(current, configured) + stepForward, longest))
        }
        if missed > 0 { return max(configured, min(max(current, configured) * 2, longest)) }
        return quiet < memory ? max(current, configured) : max(current / 2, configured)
    }
}

/// Decides how far before the end of the last poll the next one reads again, for changes that the search
/// showed late.
package enum Lookback {
    /// Beyond a day a change is not late: the search does not show such changes at all.
    static let longest = Duration.seconds(86_400)
    /// After this time without a miss, half the lookback is enough.
    static let memory = Duration.seconds(30 * 86_400)

    /// The lookback of the next poll.
    ///
    /// - Parameters:
    ///   - current: the lookback of this poll.
    ///   - configured: the minimum.
    ///   - missed: changes that this poll should have listed and did not.
    ///   - stepForward: how far the server's clock was set forward before this poll: by their timestamps,
    ///     changes from before that step are older by that much than the search's delay explains.
    ///   - quiet: the time since the last miss or the last narrowing.
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

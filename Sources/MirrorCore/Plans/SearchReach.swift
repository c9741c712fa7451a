/// How far back the search is asked to reach.
///
/// Source: API.md 1.2: nothing says how far `since` may reach, so the longest that is not refused is found by
/// trying.
package enum SearchReach {
    /// 20 years exceed the age of any subscription's record; below a day there is nothing left to try.
    private static let ladder = [7300, 3650, 1825, 730, 365, 90, 30, 7, 1].map {
        Duration.seconds($0 * 86_400)
    }

    /// The first reach to try when everything is wanted.
    package static let longest = Duration.seconds(7300 * 86_400)

    /// The reach to try after `refused`; nil when nothing shorter is left.
    package static func next(after refused: Duration) -> Duration? { ladder.first { $0 < refused } }
}

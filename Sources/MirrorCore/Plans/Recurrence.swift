package import Foundation
import Pacing

/// When something that is done at intervals is due again.
package enum Recurrence {
    /// Whether `interval` has passed since `last`; nil means never.
    ///
    /// A `last` more than a day ahead was written by a clock that was wrong: it counts as never, as it would otherwise
    /// stop the work for years.
    package static func isDue(_ interval: Duration, after last: Date?, now: Date) -> Bool {
        guard let last else { return true }
        let age = now.timeIntervalSince(last)
        return age >= interval.inSeconds || age < -ServerClock.longestStep.inSeconds
    }
}

package import Foundation
import Pacing

/// Decides when recurring work is due again.
package enum Recurrence {
    /// Whether `interval` has passed since `last`; nil means never.
    ///
    /// A `last` more than a day in the future comes from a wrong clock and counts as never, because it would
    /// otherwise stop the work for years.
    package static func isDue(_ interval: Duration, after last: Date?, now: Date) -> Bool {
        guard let last else { return true }
        let age = now.timeIntervalSince(last)
        return age >= interval.inSeconds || age < -ServerClock.longestStep.inSeconds
    }
}

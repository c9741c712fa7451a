package import Foundation

/// Counts and times of the subscribers queried at Millom, for a plan and for `status`.
package struct MillomFacts: Sendable, Equatable {
    /// Subscribers being queried.
    package var followed = 0
    /// Those of them that Millom does not know.
    package var unknown = 0
    /// Their records.
    package var records = 0
    /// Records that are due.
    package var due = 0
    /// Records that were never read.
    package var neverRead = 0
    /// Records whose last try failed or was refused.
    package var failing = 0
    /// When the next record is due; nil if there are no records.
    package var nextDueAt: Date?
    /// When the least recently read record was read; nil if none was.
    package var oldestReadAt: Date?
    /// When the most recently read record was read; nil if none was.
    package var newestReadAt: Date?

    package init() {}
}

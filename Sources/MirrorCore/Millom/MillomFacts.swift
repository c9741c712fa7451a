package import Foundation

/// How the subscribers that Millom is asked about stand, for a plan and for `status`.
package struct MillomFacts: Sendable, Equatable {
    /// Subscribers that are asked about.
    package var followed = 0
    /// Those of them that Millom does not know.
    package var unknown = 0
    /// Their records.
    package var records = 0
    /// Records that are due.
    package var due = 0
    /// Records that were never read.
    package var neverRead = 0
    /// Records whose last try failed, or was refused.
    package var failing = 0
    /// When the next record is due; nil without any.
    package var nextDueAt: Date?
    /// When the record that was read longest ago was read; nil where none was.
    package var oldestReadAt: Date?
    /// When the record that was read last was read; nil where none was.
    package var newestReadAt: Date?

    package init() {}
}

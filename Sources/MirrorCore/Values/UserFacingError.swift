/// An error that may end a command: a sentence for a person, and the kind that determines the exit code.
///
/// Every error that leaves its target conforms; a test finds those that do not.
package protocol UserFacingError: Error {
    var kind: FailureKind { get }
    /// One sentence: what failed, on what, and what to do.
    var message: String { get }
}

extension UserFacingError where Self: CustomStringConvertible {
    package var message: String { description }
}

/// How a failure ends the program; the command line maps each kind to an exit code.
package enum FailureKind: Sendable, CaseIterable {
    /// The command was asked for something that does not exist.
    case usage
    /// A file or a reply that cannot be used.
    case unusableData
    case unreachable
    case disk
    case tryLater
    /// Only a person can decide how to proceed.
    case decision
    case credentials
    case configuration

    /// The kind of a file's failure: a file that others may change is a configuration error, any other
    /// failure is the disk's.
    package static func file(isAboutTrust: Bool) -> FailureKind { isAboutTrust ? .configuration : .disk }
}

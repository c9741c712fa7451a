package import Files
import Foundation
package import MirrorCore

/// The program's exit codes, following sysexits.h.
///
/// Source: DESIGN.md, "The command line".
enum ExitStatus: Int32, Comparable {
    case done = 0
    case usage = 64
    case unusableData = 65
    case unreachable = 69
    case disk = 74
    case tryLater = 75
    /// Only a person can decide how to continue.
    case decision = 76
    case credentials = 77
    case configuration = 78

    /// From least to most urgent.
    private static let byGravity: [ExitStatus] = [
        .done, .tryLater, .usage, .unusableData, .unreachable, .decision, .disk, .credentials, .configuration,
    ]

    /// The only mapping from kinds to codes.
    init(_ kind: FailureKind) {
        self =
            switch kind {
            case .usage: .usage
            case .unusableData: .unusableData
            case .unreachable: .unreachable
            case .disk: .disk
            case .tryLater: .tryLater
            case .decision: .decision
            case .credentials: .credentials
            case .configuration: .configuration
            }
    }

    /// Whether `left` is less urgent than `right`.
    static func < (left: ExitStatus, right: ExitStatus) -> Bool {
        let (one, other) = (byGravity.firstIndex(of: left), byGravity.firstIndex(of: right))
        return (one ?? 0) < (other ?? 0)
    }

    /// The exit status and the message for an error.
    static func of(_ error: any Error) -> (status: ExitStatus, message: String) {
        let (kind, message) = explanation(of: error)
        return (ExitStatus(kind), message)
    }

    /// The kind and the message of an error; our own errors state both.
    static func explanation(of error: any Error) -> (kind: FailureKind, message: String) {
        switch error {
        case let error as any UserFacingError: (error.kind, error.message)
        case let error as POSIXError: (.disk, "input or output failed: \(CommandFailure.reason(of: error))")
        case let error as CocoaError:
            (.disk, "\(error.filePath ?? "a file") cannot be used: \(CommandFailure.reason(of: error))")
        case is CancellationError: (.tryLater, "interrupted before the run began: run again")
        default: (.unusableData, "unexpected: \(oneLine("\(error)"))")
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension FileFailure: UserFacingError {
    package var kind: FailureKind { .file(isAboutTrust: isAboutTrust) }
}

/// An error of a command itself: a message and the kind that decides the exit status.
struct CommandFailure: UserFacingError, Equatable {
    let kind: FailureKind
    let message: String

    /// Runs `body`, and reports the system's errors as `thing` being unusable.
    static func onDisk<Result>(_ thing: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch FileFailure.system(_, _, let code) {
            throw CommandFailure(
                kind: .disk,
                message: "cannot use \(thing): \(String(cString: strerror(code))): check its owner and mode")
        } catch let error where error is POSIXError || error is CocoaError {
            throw CommandFailure(
                kind: .disk, message: "cannot use \(thing): \(reason(of: error)): check its owner and mode")
        }
    }

    /// The system's own message for an error, without Foundation's around it.
    static func reason(of error: any Error) -> String {
        let outer = error as NSError
        let inner = (outer.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
        let system = [outer, inner].compactMap(\.self).first { $0.domain == NSPOSIXErrorDomain }
        return system.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
    }
}

import ArgumentParser
import Exports
import Files
import Foundation
import MirrorReading
import MirrorStore
import Normalizer
import Reports
import Scheduler
import TelenorAPI

/// How the program ends, as sysexits.h numbers it.
///
/// Source: DESIGN.md, "The command line".
enum ExitStatus: Int32 {
    case done = 0
    case usage = 64
    case unusableData = 65
    case unreachable = 69
    case disk = 74
    case tryLater = 75
    /// Only a person can decide how to go on.
    case decision = 76
    case credentials = 77
    case configuration = 78

    /// The status and the sentence for an error; the one switch that maps them.
    static func of(_ error: any Error) -> (status: ExitStatus, message: String) {
        switch error {
        case let failure as SettingsFailure: (.configuration, "\(failure)")
        case let failure as NumbersFile.Failure: (.configuration, "\(failure)")
        case let failure as DocumentError: (.unusableData, "a list of the API cannot be read: \(failure)")
        case let failure as APIFailure: (status(of: failure.disposition), "\(failure)")
        case let failure as FileFailure: (status(of: failure), failure.message)
        case let held as RunLock.Held: (.tryLater, "\(held)")
        case let lost as RunLock.Lost: (.disk, "\(lost)")
        case let failure as MirrorFailure: (status(of: failure), "\(failure)")
        case let failure as MirrorReadFailure: (status(of: failure), failure.message)
        case let missing as MissingMirror: (.unusableData, missing.message)
        case let failure as QueryFailure: (status(of: failure), failure.message)
        case let failure as ReportFailure: (status(of: failure), failure.message)
        case let failure as AsOfFailure: (.usage, failure.message)
        case let failure as ExportFailure: (status(of: failure), failure.message)
        case let failure as WorkbookFailure: (status(of: failure), failure.message)
        case let failure as SnapshotFailure: (status(of: failure), failure.message)
        case let failure as PseudonymKeyFailure: (status(of: failure), failure.message)
        case let failure as RelationColumnFailure: (.unusableData, failure.message)
        case let failure as PublishFailure: (failure.status, failure.message)
        case let failure as Complaint: (failure.status, failure.message)
        case let error as POSIXError: (.disk, "input or output failed: \(Complaint.reason(of: error))")
        case let error as CocoaError:
            (.disk, "\(error.filePath ?? "a file") cannot be used: \(Complaint.reason(of: error))")
        case is CancellationError: (.tryLater, "interrupted before the run began: run again")
        default: (.unusableData, "unexpected: \(oneLine("\(error)"))")
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func status(of disposition: Disposition) -> ExitStatus {
        switch disposition {
        case .stopForCredentials: .credentials
        case .stopForConfiguration: .configuration
        case .tryLater: .tryLater
        case .unreachable: .unreachable
        case .unusable, .tombstone, .quarantine: .unusableData
        }
    }

    private static func status(of failure: FileFailure) -> ExitStatus {
        failure.isAboutTrust ? .configuration : .disk
    }

    private static func status(of failure: PseudonymKeyFailure) -> ExitStatus {
        if case .unsafe(let failure) = failure { status(of: failure) } else { .disk }
    }

    private static func status(of failure: MirrorFailure) -> ExitStatus {
        switch failure {
        case .notAMirror, .newerSchema, .foreignSchema, .foreignLog, .damaged: .unusableData
        case .cannotOpen, .cannotReadOrWrite, .diskFull, .notWritable, .replaced: .disk
        case .unsafe(let failure): status(of: failure)
        case .busy: .tryLater
        case .otherOrigin: .configuration
        }
    }

    private static func status(of failure: MirrorReadFailure) -> ExitStatus {
        switch failure {
        case .missing, .notADatabase, .notAMirror, .newerSchema, .olderSchema, .foreignSchema, .foreignLog,
            .damaged:
            .unusableData
        case .beforeFirstRun: .usage
        case .notPermitted, .logOutOfReach, .unreadable: .disk
        case .unsafe(let failure): status(of: failure)
        case .changedWhileReading, .busy: .tryLater
        }
    }

    private static func status(of failure: QueryFailure) -> ExitStatus {
        if case .costlyPattern = failure { .configuration } else { .usage }
    }

    private static func status(of failure: ReportFailure) -> ExitStatus {
        switch failure {
        case .unknownReport, .unknownParameter, .missingParameter, .unreadableArgument, .noHistory: .usage
        case .malformedHeader, .missingHeader, .badStatement, .otherColumns, .otherParameters, .unusableFile:
            .unusableData
        case .unusableDirectory: .configuration
        }
    }

    private static func status(of failure: WorkbookFailure) -> ExitStatus {
        switch failure {
        case .notBuilt: .configuration
        case .library: .disk
        }
    }

    private static func status(of failure: SnapshotFailure) -> ExitStatus {
        switch failure {
        case .notWritten: .disk
        case .unsound: .unusableData
        }
    }

    private static func status(of failure: ExportFailure) -> ExitStatus {
        switch failure {
        case .unknownRelation, .noHistory, .notSince, .unknownRun, .notATenant, .noLakeFormat, .notADirectory,
            .notAFile, .notALink, .missingParent, .notAnExport, .foreignFile, .foreignKept:
            .usage
        case .missingProgram, .foreignFolder, .foreignExport: .configuration
        case .program: .disk
        case .noSnapshotDate, .withoutMoment, .otherMirror, .otherRun: .unusableData
        case .inProgress: .tryLater
        case .file: .disk
        }
    }
}

/// An error of a command itself: a sentence and how the program ends.
struct Complaint: Error, Equatable {
    let status: ExitStatus
    let message: String

    /// Runs `body`, and says of what the system refuses it that `thing` cannot be used.
    static func onDisk<Result>(_ thing: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch FileFailure.system(_, _, let code) {
            throw Complaint(
                status: .disk,
                message: "cannot use \(thing): \(String(cString: strerror(code))): check its owner and mode")
        } catch let error where error is POSIXError || error is CocoaError {
            throw Complaint(
                status: .disk, message: "cannot use \(thing): \(reason(of: error)): check its owner and mode")
        }
    }

    /// The system's own words for an error, without Foundation's around them.
    static func reason(of error: any Error) -> String {
        let outer = error as NSError
        let inner = (outer.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
        let system = [outer, inner].compactMap(\.self).first { $0.domain == NSPOSIXErrorDomain }
        return system.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
    }
}

import Exports
import Foundation
import MirrorCore
import Scheduler

/// What a run did, and what then became of its publication.
struct SyncResult: Sendable {
    let report: SyncReport
    /// Nil when nothing is to be published, or nothing could be.
    var publication: PublishOutcome?
    /// Why nothing could be published; the run itself is not undone.
    var publishFailure: PublishFailure?
}

extension SyncResult {
    /// For a person: what the run did, what was published, and when the next one starts.
    func sentence(next: Date? = nil) -> String {
        let parts = [
            report.sentence, publication?.sentence, next.map { "next run at \(Instant.text($0))" },
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    /// How the program ends after a run that did not fail.
    var status: ExitStatus {
        // Whatever else is left, these wait for a person.
        if report.parked > 0 { return .decision }
        return report.outcome == .complete ? .done : .tryLater
    }
}

/// Why nothing was published after a run.
struct PublishFailure: UserFacingError, Equatable {
    let kind: FailureKind
    /// One sentence for a person.
    let message: String

    /// - Parameter isOutOfTime: whether it was the end of the run's time that stopped it.
    init(_ error: any Error, in directory: String, isOutOfTime: Bool = false) {
        let (kind, message): (FailureKind, String) =
            error is CancellationError
            ? (.tryLater, "\(isOutOfTime ? "the allowed time is over" : "interrupted"), the next run does it")
            : ExitStatus.explanation(of: error)
        // A wrong argument of an export is a wrong setting here.
        self.kind = kind == .usage ? .configuration : kind
        self.message = "nothing was published in \(directory), though the run is kept: \(message)"
    }
}

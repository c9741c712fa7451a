import Exports
import Foundation
import MirrorCore
import Scheduler

/// What the run of one source came to.
struct SourceResult: Sendable {
    let source: RunSource
    let result: Result<SyncReport, any Error>

    /// Nil of a run that failed.
    var report: SyncReport? { try? result.get() }

    /// Nil of a run that did not fail.
    var failure: (any Error)? { if case .failure(let error) = result { error } else { nil } }

    /// How the program would end if this source were the only one.
    var status: ExitStatus {
        switch result {
        case .failure(let error): ExitStatus.of(error).status
        // Whatever else is left, these wait for a person.
        case .success(let report) where report.parked > 0: .decision
        case .success(let report): report.outcome == .complete ? .done : .tryLater
        }
    }
}

/// What a run did at each source, and what then became of its publication.
struct SyncResult: Sendable {
    /// In the order in which they were asked; never empty.
    let sources: [SourceResult]
    /// Nil when nothing is to be published, or nothing could be.
    var publication: PublishOutcome?
    /// Why nothing could be published; the run itself is not undone.
    var publishFailure: PublishFailure?
}

extension SyncResult {
    var reports: [SyncReport] { sources.compactMap(\.report) }

    /// Why the worst of the sources failed; nil when none did.
    var failure: (any Error)? {
        sources.filter { $0.failure != nil }.max { $0.status < $1.status }?.failure
    }

    /// For a person: what the run did, what was published, and when the next one starts.
    func sentence(next: Date? = nil) -> String {
        let parts =
            reports.map(\.sentence)
            + [
                publication?.sentence, next.map { "next run at \(Instant.text($0))" },
            ].compactMap(\.self)
        return parts.joined(separator: " · ")
    }

    /// Numbers that wait for a person's decision.
    var parked: Int { reports.reduce(0) { $0 + $1.parked } }

    /// How the program ends: as the worst of the sources.
    var status: ExitStatus { sources.map(\.status).max() ?? .done }
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

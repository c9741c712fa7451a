import Exports
import Foundation
import MirrorCore
import Scheduler

/// The result of one source's run.
struct SourceResult: Sendable {
    let source: RunSource
    let result: Result<SyncReport, any Error>

    /// Nil if the run failed.
    var report: SyncReport? { try? result.get() }

    /// Nil unless the run failed.
    var failure: (any Error)? { if case .failure(let error) = result { error } else { nil } }

    /// The exit status if this were the only source.
    var status: ExitStatus {
        switch result {
        case .failure(let error): ExitStatus.of(error).status
        // Parked numbers need a person's decision, whatever else is left.
        case .success(let report) where report.parked > 0: .decision
        case .success(let report): report.outcome == .complete ? .done : .tryLater
        }
    }
}

/// The results of a run at each source, and of its publication.
struct SyncResult: Sendable {
    /// In the order in which the sources were asked; never empty.
    let sources: [SourceResult]
    /// Nil if nothing is to be published, or publishing failed.
    var publication: PublishOutcome?
    /// Why publishing failed; the run itself is kept.
    var publishFailure: PublishFailure?
}

extension SyncResult {
    var reports: [SyncReport] { sources.compactMap(\.report) }

    /// The error of the source with the most urgent status; nil if none failed.
    var failure: (any Error)? {
        sources.filter { $0.failure != nil }.max { $0.status < $1.status }?.failure
    }

    /// A sentence for people: what the run did, what was published, and when the next one starts.
    func sentence(next: Date? = nil) -> String {
        let parts =
            reports.map(\.sentence)
            + [
                publication?.sentence, next.map { "next run at \(Instant.text($0))" },
            ].compactMap(\.self)
        return parts.joined(separator: " · ")
    }

    /// Numbers that need a person's decision.
    var parked: Int { reports.reduce(0) { $0 + $1.parked } }

    /// The exit status: the most urgent of the sources'.
    var status: ExitStatus { sources.map(\.status).max() ?? .done }
}

/// Why publishing failed after a run.
struct PublishFailure: UserFacingError, Equatable {
    let kind: FailureKind
    /// One sentence for a person.
    let message: String

    /// - Parameter isOutOfTime: whether the run's time limit stopped it.
    init(_ error: any Error, in directory: String, isOutOfTime: Bool = false) {
        let (kind, message): (FailureKind, String) =
            error is CancellationError
            ? (
                .tryLater,
                "\(isOutOfTime ? "the allowed time is over" : "interrupted"); the next run publishes it"
            )
            : ExitStatus.explanation(of: error)
        // An export's wrong argument comes from a wrong setting here.
        self.kind = kind == .usage ? .configuration : kind
        self.message = "nothing was published in \(directory), but the run's data is stored: \(message)"
    }
}

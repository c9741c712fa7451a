import Exports
import MirrorCore
import Scheduler

/// What a run has one outcome for.
enum OutcomeSubject: String, Codable, CaseIterable, Comparable, Sendable {
    /// The run as a whole, before it asks any source.
    case run
    case telenor, millom
    case publication

    init(_ source: RunSource) {
        self =
            switch source {
            case .telenor: .telenor
            case .millom: .millom
            }
    }

    static func < (left: OutcomeSubject, right: OutcomeSubject) -> Bool { left.rawValue < right.rawValue }
}

/// Whether all is well, or why not.
enum KnownOutcome: Equatable, Sendable {
    case good
    case bad(BadOutcome)
}

/// Why an outcome is bad: one of a few words, so that nothing of a reply or a person can be in it.
enum BadOutcome: String, Codable, CaseIterable, Sendable {
    case unusableData = "unusable_data"
    case unreachable, disk, decision, credentials, configuration

    /// Nil for what is not bad: work that is left for the next run.
    init?(_ kind: FailureKind) {
        switch kind {
        case .usage, .configuration: self = .configuration
        case .unusableData: self = .unusableData
        case .unreachable: self = .unreachable
        case .disk: self = .disk
        case .decision: self = .decision
        case .credentials: self = .credentials
        case .tryLater: return nil
        }
    }

    var status: ExitStatus {
        switch self {
        case .unusableData: .unusableData
        case .unreachable: .unreachable
        case .disk: .disk
        case .decision: .decision
        case .credentials: .credentials
        case .configuration: .configuration
        }
    }

    /// For a person.
    var words: String {
        switch self {
        case .unusableData: "a file or a reply cannot be used"
        case .unreachable: "the API cannot be reached"
        case .disk: "the disk is full, or a file is out of reach"
        case .decision: "a person has to decide: too many numbers look gone"
        case .credentials: "the credentials are refused"
        case .configuration: "a setting is wrong or missing"
        }
    }
}

/// The outcomes of a run, as far as they say whether something is good or bad; what is left for later says neither.
struct RunOutcomes: Equatable, Sendable {
    private(set) var known: [OutcomeSubject: KnownOutcome] = [:]
    /// Whether every source equals the mirror, and readers have it.
    private(set) var isComplete = false

    /// - Parameter publishes: whether anything is to be published at all.
    init(_ result: SyncResult, publishes: Bool) {
        known[.run] = .good
        for source in result.sources { note(OutcomeSubject(source.source), Self.kind(of: source)) }
        if let failure = result.publishFailure {
            note(.publication, failure.kind)
        } else if result.publication != nil || !publishes {
            known[.publication] = .good
        }
        isComplete = result.publishFailure == nil && result.status == .done
    }

    /// - Parameter source: the only source that was asked; nil where the run failed before.
    init(_ error: any Error, at source: RunSource?) {
        guard !(error is CancellationError), !(error is RunLock.Held) else { return }
        if source != nil { known[.run] = .good }
        note(source.map(OutcomeSubject.init) ?? .run, ExitStatus.explanation(of: error).kind)
    }

    /// Nil for success.
    private static func kind(of source: SourceResult) -> FailureKind? {
        switch source.result {
        case .failure(let error): ExitStatus.explanation(of: error).kind
        case .success(let report) where report.parked > 0: .decision
        case .success(let report): report.outcome == .complete ? nil : .tryLater
        }
    }

    private mutating func note(_ subject: OutcomeSubject, _ kind: FailureKind?) {
        guard let kind else {
            known[subject] = .good
            return
        }
        if let bad = BadOutcome(kind) { known[subject] = .bad(bad) }
    }
}

/// An outcome that is no longer what was told last.
struct OutcomeTurn: Codable, Equatable, Sendable {
    let subject: OutcomeSubject
    /// Nil: good again.
    let reason: BadOutcome?
}

/// What was told, as the state directory keeps it.
struct ToldOutcomes: Codable, Equatable, Sendable {
    /// What is being told, and what makes it known as the same when it is told twice.
    struct Pending: Codable, Equatable, Sendable {
        let id: String
        let turns: [OutcomeTurn]
    }

    private(set) var version = 1
    /// What was bad when it was told last; all else was good.
    private(set) var bad: [String: BadOutcome] = [:]
    var pending: Pending?

    /// Those of `outcomes` that were told otherwise.
    ///
    /// Another reason is no turn: it is bad still.
    func turns(to outcomes: RunOutcomes) -> [OutcomeTurn] {
        outcomes.known.sorted { $0.key < $1.key }.compactMap { subject, outcome in
            let wasBad = bad[subject.rawValue] != nil
            switch outcome {
            case .good: return wasBad ? OutcomeTurn(subject: subject, reason: nil) : nil
            case .bad(let reason): return wasBad ? nil : OutcomeTurn(subject: subject, reason: reason)
            }
        }
    }

    mutating func note(_ turns: [OutcomeTurn]) {
        for turn in turns { bad[turn.subject.rawValue] = turn.reason }
        pending = nil
    }
}

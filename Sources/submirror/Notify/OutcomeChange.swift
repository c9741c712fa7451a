import Exports
import MirrorCore
import Scheduler

/// The parts of a run that each have an outcome.
enum OutcomeSubject: String, Codable, CaseIterable, Comparable, Sendable {
    /// The run as a whole, before any source is asked.
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

/// Whether an outcome is good, or why it is bad.
enum KnownOutcome: Equatable, Sendable {
    case good
    case bad(BadOutcome)
}

/// Why an outcome is bad: one of a few words, so that it cannot contain anything
/// from a reply or about a person.
enum BadOutcome: String, Codable, CaseIterable, Sendable {
    case unusableData = "unusable_data"
    case unreachable, disk, decision, credentials, configuration

    /// Nil for kinds that are not bad: work left for the next run.
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

    /// The reason in words, for people.
    var words: String {
        switch self {
        case .unusableData: "unusable file or reply"
        case .unreachable: "API not reachable"
        case .disk: "disk full, or a file not accessible"
        case .decision: "a person must decide: too many numbers look gone"
        case .credentials: "credentials refused"
        case .configuration: "wrong or missing setting"
        }
    }
}

/// The outcomes of a run that are certainly good or bad; work left for later is neither.
struct RunOutcomes: Equatable, Sendable {
    private(set) var known: [OutcomeSubject: KnownOutcome] = [:]
    /// Whether the mirror equals every source, and has been published.
    private(set) var isComplete = false

    /// - Parameter publishes: whether publishing is set up.
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

    /// - Parameter source: the only source asked; nil if the run failed earlier.
    init(_ error: any Error, at source: RunSource?) {
        guard !(error is CancellationError), !(error is RunLock.Held) else { return }
        if source != nil { known[.run] = .good }
        note(source.map(OutcomeSubject.init) ?? .run, ExitStatus.explanation(of: error).kind)
    }

    /// Nil for a success.
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

/// An outcome that differs from the one last announced.
struct OutcomeChange: Codable, Equatable, Sendable {
    let subject: OutcomeSubject
    /// Nil if it is good again.
    let reason: BadOutcome?
}

/// The announced outcomes, as stored in the state directory.
struct AnnouncedOutcomes: Codable, Equatable, Sendable {
    /// The current announcement, with the id by which a repetition is recognized.
    struct Pending: Codable, Equatable, Sendable {
        let id: String
        let turns: [OutcomeChange]
    }

    private(set) var version = 1
    /// The outcomes last announced as bad; all others were good.
    private(set) var bad: [String: BadOutcome] = [:]
    var pending: Pending?

    /// The members of `outcomes` that differ from the last announcement.
    ///
    /// A different reason is no turn: the outcome is still bad.
    func turns(to outcomes: RunOutcomes) -> [OutcomeChange] {
        outcomes.known.sorted { $0.key < $1.key }.compactMap { subject, outcome in
            let wasBad = bad[subject.rawValue] != nil
            switch outcome {
            case .good: return wasBad ? OutcomeChange(subject: subject, reason: nil) : nil
            case .bad(let reason): return wasBad ? nil : OutcomeChange(subject: subject, reason: reason)
            }
        }
    }

    mutating func note(_ turns: [OutcomeChange]) {
        for turn in turns { bad[turn.subject.rawValue] = turn.reason }
        pending = nil
    }
}

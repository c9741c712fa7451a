import Exports
import Files
import Foundation
import Logging
import MirrorCore
import MirrorReading
import MirrorStore
import PacedHTTP
import Pacing
import Reports
import Scheduler

/// Builds the program from its settings; the only place that does.
struct Wiring {
    let settings: Settings
    let console: Console
    let time: TimeSource

    init(_ settings: Settings, console: Console, time: TimeSource) {
        self.settings = settings
        self.console = console
        self.time = time
        settings.teach(console.scrubber)
    }

    var logger: Logger {
        let level = console.isQuiet ? max(settings.logLevel, .warning) : settings.logLevel
        let isJSON = settings.logsJSON
        let console = console
        return Logger(label: "submirror") { _ in
            ConsoleLogHandler(console: console, isJSON: isJSON, logLevel: level)
        }
    }

    /// The privacy for `format`, or for the requested level.
    ///
    /// - Throws: `PseudonymKeyFailure`.
    func privacy(for format: ExportFormat, _ asked: PrivacyLevel?) throws -> ExportPrivacy {
        try privacy(at: asked ?? settings.privacy.level(for: format))
    }

    /// The given level with the key that it takes.
    ///
    /// - Throws: `PseudonymKeyFailure`.
    func privacy(at level: PrivacyLevel) throws -> ExportPrivacy {
        try settings.privacy.privacy(at: level) { try PseudonymKey.kept(in: settings.stateDirectory.path) }
    }

    /// How much of people a report shows at a level that was asked for; nil: everything.
    ///
    /// - Throws: `PseudonymKeyFailure`.
    func reportPrivacy(_ asked: PrivacyLevel?) throws -> ReportPrivacy {
        ReportPrivacy(try privacy(at: asked ?? .full), smallestGroup: settings.smallestGroup)
    }

    /// Passes `body` the mirror's writer under the run lock.
    ///
    /// - Throws: ``MissingMirror`` if there is none, as only a run creates one.
    func withStore<Result>(
        interruptedBy interruption: Interruption = Interruption(),
        _ body: (MirrorStore) async throws -> Result
    ) async throws -> Result {
        try MissingMirror.check(settings)
        let (store, lock) = try openStore(interruption)
        defer { lock.release() }
        let result = try await body(store)
        try store.checkPlace()
        try store.close()
        return result
    }

    /// Announces a run's results once: as a sentence for people, or as a log line for programs.
    ///
    /// Numbers that need a person's decision are reported even in quiet mode.
    ///
    /// - Parameter next: when the next run starts; nil if unknown.
    func announce(_ result: SyncResult, next: Date? = nil) {
        reportFailures(of: result)
        guard !settings.logsJSON else {
            for report in result.reports {
                var facts = report.facts
                if let sentence = result.publication?.sentence { facts["publication"] = "\(sentence)" }
                if let next { facts["next_start"] = "\(Instant.text(next))" }
                logger.log(level: report.parked > 0 ? .error : .notice, "run ended", metadata: facts)
            }
            return
        }
        guard !result.reports.isEmpty else { return }
        let sentence = result.sentence(next: next)
        if result.parked > 0 { console.say(sentence, level: .error) } else { console.tell(sentence) }
    }

    /// Reports the sources' errors, except the one with which the program ends, which is reported last.
    private func reportFailures(of result: SyncResult) {
        let last = result.failure.map { ExitStatus.of($0).message }
        for source in result.sources {
            guard let failure = source.failure else { continue }
            let message = ExitStatus.of(failure).message
            if message != last {
                logger.error(
                    "run failed", metadata: ["source": "\(source.source.rawValue)", "error": "\(message)"])
            }
        }
    }

    /// Opens the mirror for reading, as it was at `text`; nil for the current mirror.
    ///
    /// - Throws: ``MissingMirror``, `AsOfFailure` and `MirrorReadFailure`.
    func reader(
        asOf text: String? = nil, words: FixedWords? = nil,
        interruption: Interruption = Interruption()
    ) throws -> MirrorReader {
        var viewpoint = Viewpoint(now: time.now(), timeZone: settings.reportTimeZone)
        viewpoint.asOf = try text.map { try AsOf($0, now: viewpoint.now, in: viewpoint.timeZone) }
        var limits = QueryLimits()
        limits.clock = time.clock
        limits.onOverdue = { [last = lastConsole] failure in
            let (status, message) = ExitStatus.of(failure)
            last.fail(message)
            // Safe, as it only reads.
            _exit(status.rawValue)
        }
        try MissingMirror.check(settings)
        let lists = try CompanyLists(settings)
        var costCentres = settings.costCentres
        costCentres.map = lists.map
        do {
            return try MirrorReader(
                path: settings.mirror.path, viewpoint: viewpoint, costCentres: costCentres,
                prices: lists.prices, words: words, limits: limits,
                interruption: interruption)
        } catch MirrorReadFailure.missing {
            throw MissingMirror(settings)
        }
    }

    /// The console on which the process reports why it ends.
    private var lastConsole: Console {
        let console = Console(
            isQuiet: false, holdsOnlyLogs: settings.logsJSON, in: Invocation(environment: [:], time: time))
        settings.teach(console.scrubber)
        return console
    }

    /// Opens the mirror's writer after taking the lock, so that no second run can even look.
    func openStore(
        _ interruption: Interruption = Interruption()
    ) throws -> (store: MirrorStore, lock: RunLock) {
        let lock = try lockState()
        return (
            try MirrorStore.open(at: settings.mirror, whileHolding: lock.check, interruption: interruption),
            lock
        )
    }

    /// Refuses a state directory that others can change, for commands that open no file of it before their work.
    ///
    /// - Throws: `FileFailure`.
    func judgeState() throws {
        let path = settings.stateDirectory.path
        guard access(path, F_OK) == 0 else { return }
        _ = try PrivateFolder(path, isAnyones: true)
    }

    /// The lock of whoever writes or replaces the mirror; makes the state directory where there is none.
    func lockState() throws -> RunLock {
        try StateFileSystem.refuseNetwork(under: settings.stateDirectory)
        return try CommandFailure.onDisk("the state directory \(settings.stateDirectory.path)") {
            try Folder.make(settings.stateDirectory.path, mode: 0o750)
            return try RunLock(directory: settings.stateDirectory, now: Instant.text(time.now()))
        }
    }
}

import Foundation
import Logging
import MirrorCore
import MirrorQuery
import MirrorStore
import PacedHTTP
import Pacing
import Scheduler
import TelenorAPI
import UnixSignals

/// Builds the program from its settings; the only place that does.
struct Wiring {
    let settings: Settings
    let console: Console
    let time: TimeSource
    /// Called when a run has its lock and its mirror; set by `watch`, which also listens to the signals itself.
    var onOpen: (@Sendable () -> Void)?

    init(_ settings: Settings, console: Console, time: TimeSource = .system) {
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

    /// One run with everything that belongs to it; SIGTERM and Ctrl-C end it as partial.
    ///
    /// - Parameter maxDuration: how long all of it may take, publishing included; nil sets no limit.
    func sync(_ options: SyncOptions, maxDuration: Duration?) async throws -> SyncResult {
        let deadline = maxDuration.map { time.now().addingTimeInterval($0.inSeconds) }
        return try await untilSignalled { interruption in
            try await raising(interruption, at: deadline) {
                try await sync(options, until: deadline, interruption)
            }
        }
    }

    private func sync(
        _ options: SyncOptions, until deadline: Date?, _ interruption: Interruption
    ) async throws -> SyncResult {
        let api = try settings.api()
        let logger = logger
        let (store, lock) = try await open(interruption)
        onOpen?()
        defer { withExtendedLifetime(lock) {} }
        let moves = try await bind(store, to: api.origin, acceptsMove: options.acceptsOrigin)
        try await finishForgetting(in: store)
        let line = ProgressLine(console: progressConsole, logger: logger)
        defer { line.end() }
        var context = TelenorClient.Context(logger: logger)
        context.http.pace = settings.pace
        context.http.longestWait = settings.longestWait
        context.deadline = deadline
        context.http.onWait = line.show
        context.http.tokenCachePath = settings.tokenCache.path
        context.time = time
        context.scrubber = console.scrubber
        try await PersistedPace.restore(from: store, into: &context)
        let report = try await TelenorClient.with(api, context) { client in
            if moves { try await move(store, to: api.origin, with: client) }
            return try await SyncRun(
                client: client, store: store, settings: settings.sync, time: time, logger: logger,
                progress: line.show
            ).run(options)
        }
        line.end()
        // What was moved away must neither be published nor called complete.
        try store.checkPlace()
        let result = await publish(after: report, until: deadline, interruption)
        try store.checkPlace()
        try store.close()
        return result
    }

    /// Opens the mirror for a run.
    private func open(_ interruption: Interruption) async throws -> (store: MirrorStore, lock: RunLock) {
        do {
            return try await Blocking.run(interruption) { try openStore(interruption) }
        } catch is CancellationError where !Task.isCancelled {
            throw APIFailure.timeSpent
        }
    }

    /// - Returns: whether the mirror is another origin's and is to be moved, see ``move(_:to:with:)``.
    /// - Throws: `MirrorFailure.otherOrigin`, before anything is asked or written.
    private func bind(_ store: MirrorStore, to origin: MirrorOrigin, acceptsMove: Bool) async throws -> Bool {
        do {
            try await store.bind(to: origin, at: time.now())
            return false
        } catch MirrorFailure.otherOrigin where acceptsMove {
            return true
        }
    }

    /// Moves the mirror once the new origin has given a token: a wrong secret must not cost the old one's proofs.
    private func move(
        _ store: MirrorStore, to origin: MirrorOrigin, with client: TelenorClient
    ) async throws {
        _ = try await client.token()
        guard case .moved(let settings) = try await store.bind(to: origin, acceptsMove: true, at: time.now())
        else { return }
        logger.notice(
            "the mirror was moved to another origin, every number is verified there",
            metadata: ["settings": "\(settings.joined(separator: " "))"])
    }

    /// While the lock is held, so that all formats are of one moment, and while the writer has the mirror open, so that
    /// no log of a reader's stays beside it.
    private func publish(
        after report: SyncReport, until deadline: Date?, _ interruption: Interruption
    ) async -> SyncResult {
        var result = SyncResult(report: report)
        guard let publication = settings.publication, report.stop != .interrupted else { return result }
        console.show("publishing")
        defer { console.clear() }
        do {
            result.publication = try await Blocking.run(interruption) {
                try Publisher(of: try reader(interruption: interruption), as: publication).publish()
            }
        } catch {
            let isOutOfTime = deadline.map { $0 <= time.now() } ?? false
            result.publishFailure = PublishFailure(
                error, in: publication.directory, isOutOfTime: isOutOfTime && !Task.isCancelled)
        }
        return result
    }

    /// Runs `body`, and raises `interruption` if it is not done by `deadline`: then what blocks a thread ends, too.
    private func raising<Result: Sendable>(
        _ interruption: Interruption, at deadline: Date?, _ body: () async throws -> Result
    ) async throws -> Result {
        guard let deadline else { return try await body() }
        let left = Duration.seconds(max(0, deadline.timeIntervalSince(time.now())))
        // Ends with the body, one way or the other.
        let alarm = Task {
            try await Task.sleep(for: left)
            interruption.raise()
        }
        defer { alarm.cancel() }
        return try await body()
    }

    /// How much of people leaves in `format`, or at a level that was asked for.
    ///
    /// - Throws: `PseudonymKeyFailure`.
    func privacy(for format: ExportFormat, _ asked: PrivacyLevel?) throws -> ExportPrivacy {
        try ExportPrivacy(asked ?? settings.privacy.level(for: format)) {
            try PseudonymKey.kept(in: settings.stateDirectory.path)
        }
    }

    /// Lends the mirror's writer to `body`, while no run is at work on it.
    ///
    /// - Throws: ``MissingMirror`` when there is none, as nothing but a run makes one.
    func withStore<Result>(_ body: (MirrorStore) async throws -> Result) async throws -> Result {
        if access(settings.mirror.path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
            throw missingMirror
        }
        let (store, lock) = try openStore()
        defer { withExtendedLifetime(lock) {} }
        let result = try await body(store)
        try store.checkPlace()
        try store.close()
        return result
    }

    /// Wipes what an earlier forget could not; where that cannot be done now either, the run goes on without.
    private func finishForgetting(in store: MirrorStore) async throws {
        let forgetting = Forgetting(store: store, directory: settings.stateDirectory)
        guard let finished = try await forgetting.finish() else { return }
        let level: Logger.Level = finished.isDone ? .notice : .warning
        logger.log(level: level, "forgetting", metadata: ["result": "\(finished.message)"])
    }

    /// Where progress is shown; a service's journal is spared a line for each phase of each run.
    private var progressConsole: Console {
        onOpen == nil || console.showsProgress ? console : Console(isQuiet: true, environment: [:])
    }

    /// Says, once, what a run did: in a sentence for people, in a line of the log for programs.
    ///
    /// Numbers that wait for a person's decision are said even to those who want errors only.
    ///
    /// - Parameter next: when the next run starts; nil where nobody knows.
    func announce(_ result: SyncResult, next: Date? = nil) {
        let report = result.report
        guard !settings.logsJSON else {
            var facts = report.facts
            if let sentence = result.publication?.sentence { facts["publication"] = "\(sentence)" }
            if let next { facts["next_start"] = "\(Instant.text(next))" }
            return logger.log(
                level: report.parked > 0 ? .error : .notice, "run ended", metadata: facts)
        }
        let sentence = result.sentence(next: next)
        if report.parked > 0 { console.say(sentence, level: .error) } else { console.tell(sentence) }
    }

    /// The mirror as it was at `text`, for reading; nil as it is.
    ///
    /// - Throws: ``MissingMirror``, `AsOfFailure` and `MirrorReadFailure`.
    func reader(
        asOf text: String? = nil, interruption: Interruption = Interruption()
    ) throws -> MirrorReader {
        var context = settings.reports
        context.now = time.now()
        context.asOf = try text.map { try AsOf($0, now: context.now, in: context.timeZone) }
        var limits = QueryLimits()
        limits.clock = time.clock
        limits.onOverdue = { [last = lastConsole] failure in
            let (status, message) = ExitStatus.of(failure)
            last.fail(message)
            // Nothing is lost: it only reads.
            _exit(status.rawValue)
        }
        do {
            return try MirrorReader(
                path: settings.mirror.path, context: context, limits: limits, interruption: interruption)
        } catch MirrorReadFailure.missing {
            throw missingMirror
        }
    }

    private var missingMirror: MissingMirror {
        MissingMirror(path: settings.mirror.path, place: settings.stateDirectoryPlace)
    }

    /// Where the process says why it ends.
    private var lastConsole: Console {
        let console = Console(isQuiet: false, holdsOnlyLogs: settings.logsJSON, environment: [:])
        settings.teach(console.scrubber)
        return console
    }

    /// The lock first, so that no second run can even look.
    private func openStore(
        _ interruption: Interruption = Interruption()
    ) throws -> (store: MirrorStore, lock: RunLock) {
        try StateFileSystem.refuseNetwork(under: settings.stateDirectory)
        let lock = try Complaint.onDisk("the state directory \(settings.stateDirectory.path)") {
            try FileManager.default.createDirectory(
                at: settings.stateDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o750])
            return try RunLock(directory: settings.stateDirectory, now: Instant.text(time.now()))
        }
        return (
            try MirrorStore.open(at: settings.mirror, whileHolding: lock.check, interruption: interruption),
            lock
        )
    }

    /// Runs `body`, cancelled by the first SIGTERM or SIGINT, under `watch` by whoever cancels the task; its
    /// interruption is raised then, too.
    func untilSignalled<Result: Sendable>(
        _ body: @escaping @Sendable (Interruption) async throws -> Result
    ) async throws -> Result {
        let interruption = Interruption()
        let interruptible = { @Sendable in
            try await withTaskCancellationHandler {
                try await body(interruption)
            } onCancel: {
                interruption.raise()
            }
        }
        guard onOpen == nil else { return try await interruptible() }
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        // Both are waited for or cancelled below.
        let work = Task { try await interruptible() }
        let watch = Task {
            for await _ in signals {
                work.cancel()
                return
            }
        }
        defer { watch.cancel() }
        return try await work.value
    }
}

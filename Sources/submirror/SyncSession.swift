import Exports
import Foundation
import Logging
import MillomJournal
import MirrorCore
import MirrorReading
import MirrorStore
import PacedHTTP
import Pacing
import Scheduler
import TelenorAPI

/// One run: takes the lock, finishes an earlier forget, syncs, and publishes.
struct SyncSession: Sendable {
    let wiring: Wiring
    /// Where to show progress.
    let console: Console
    /// Called once the run has its lock and its mirror.
    let onOpen: @Sendable () -> Void
    private let logger: Logger

    init(_ wiring: Wiring, progressOn console: Console, onOpen: @escaping @Sendable () -> Void = {}) {
        self.wiring = wiring
        self.console = console
        self.onOpen = onOpen
        logger = wiring.logger
    }

    private var settings: Settings { wiring.settings }
    private var time: TimeSource { wiring.time }

    /// Performs one complete run.
    ///
    /// - Parameters:
    ///   - source: the only source to ask; nil for all that are set up.
    ///   - maxDuration: the time limit, including publishing; nil sets none.
    ///   - interruption: once raised, ends the run as partial.
    /// - Throws: the only source's error; with several sources, an error is part of the result.
    func run(
        _ options: SyncOptions, at source: RunSource? = nil, maxDuration: Duration?,
        _ interruption: Interruption
    ) async throws -> SyncResult {
        let deadline = maxDuration.map { time.now().addingTimeInterval($0.inSeconds) }
        let notifier = RunNotifier(settings: settings, logger: logger, time: time)
        do {
            let result = try await raising(interruption, at: deadline) {
                try await sync(options, at: source, until: deadline, interruption)
            }
            await notifier.tell(RunOutcomes(result, publishes: settings.publication != nil))
            return result
        } catch let failure as SourceFailure {
            await notifier.tell(RunOutcomes(failure.error, at: failure.source))
            throw failure.error
        } catch {
            await notifier.tell(RunOutcomes(error, at: nil))
            throw error
        }
    }

    /// The error of the only source.
    private struct SourceFailure: Error {
        let source: RunSource
        let error: any Error
    }

    private func sync(
        _ options: SyncOptions, at source: RunSource?, until deadline: Date?, _ interruption: Interruption
    ) async throws -> SyncResult {
        let sources = try settings.sources(source)
        let (store, lock) = try await open(interruption)
        onOpen()
        defer { lock.release() }
        try checkPublication()
        let line = ProgressLine(console: console, logger: logger)
        defer { line.end() }
        var results: [SourceResult] = []
        for source in sources {
            let result: Result<SyncReport, any Error>
            do {
                result = .success(
                    try await sync(source, options, in: store, until: deadline, interruption, line))
            } catch  where sources.count > 1 && !Task.isCancelled {
                // The other source is still asked.
                result = .failure(error)
            } catch {
                throw SourceFailure(source: source.name, error: error)
            }
            results.append(SourceResult(source: source.name, result: result))
            if results.last?.report?.stop == .interrupted { break }
        }
        line.end()
        // A mirror that was moved away must not be published or called complete.
        try store.checkPlace()
        try await Retention(store: store, settings: settings, logger: logger).run(
            after: results, interruption)
        let result = await publish(after: results, until: deadline, interruption)
        try store.checkPlace()
        try store.close()
        return result
    }

    /// Runs one source.
    private func sync(
        _ source: ConfiguredSource, _ options: SyncOptions, in store: MirrorStore, until deadline: Date?,
        _ interruption: Interruption, _ line: ProgressLine
    ) async throws -> SyncReport {
        switch source {
        case .telenor(let api): try await syncTelenor(api, options, in: store, until: deadline, line)
        case .millom(let millom):
            try await syncMillom(millom, options, in: store, until: deadline, interruption, line)
        }
    }

    private func syncTelenor(
        _ api: APIConfiguration, _ options: SyncOptions, in store: MirrorStore, until deadline: Date?,
        _ line: ProgressLine
    ) async throws -> SyncReport {
        let moves = try await bind(store, to: api.origin, acceptsMove: options.acceptsOrigin)
        try await finishForgetting(in: store)
        var context = TelenorClient.Context(logger: logger)
        context.http.pace = settings.pace
        context.http.longestWait = settings.longestWait
        context.deadline = deadline
        context.http.onWait = line.show
        context.http.tokenCachePath = settings.tokenCache.path
        context.time = time
        context.scrubber = wiring.console.scrubber
        try await PersistedPace.restore(from: store, into: &context)
        return try await TelenorClient.with(api, context) { client in
            if moves { try await move(store, to: api.origin, with: client) }
            return try await SyncRun(
                client: client, store: store, settings: settings.sync, time: time, logger: logger,
                progress: line.show
            ).run(options)
        }
    }

    private func syncMillom(
        _ millom: MillomSettings, _ options: SyncOptions, in store: MirrorStore, until deadline: Date?,
        _ interruption: Interruption, _ line: ProgressLine
    ) async throws -> SyncReport {
        try await finishForgetting(in: store)
        var run = try millom.runSettings()
        run.concurrency = settings.sync.concurrency
        run.restAfterSaves = settings.sync.restAfterSaves
        let journal = try Journal.existing(
            in: settings.stateDirectory.path, interruption: interruption)
        defer { try? journal?.close() }
        return try await wiring.withMillom(
            millom, until: deadline, keptPace: try await store.fact(.millomPace), onWait: line.show
        ) { client in
            try await MillomRun(
                client: client, store: store, settings: run, time: time, logger: logger,
                progress: line.show
            ).run(taking: try journal.map(JournalSource.init), maxRequests: options.maxRequests)
        }
    }

    /// Opens the mirror for a run.
    private func open(_ interruption: Interruption) async throws -> (store: MirrorStore, lock: RunLock) {
        do {
            return try await Blocking.run(interruption) { try wiring.openStore(interruption) }
        } catch is CancellationError where !Task.isCancelled {
            throw APIFailure.timeSpent
        }
    }

    /// Refuses, before any request, a publication folder that belongs to another mirror.
    ///
    /// - Throws: `ExportFailure` and `MirrorReadFailure`.
    private func checkPublication() throws {
        guard let publication = settings.publication else { return }
        let mirrorID = try wiring.reader().identity().id
        // An unreadable folder may become writable by the end of the run; otherwise the publisher reports it.
        let conflict = try? publication.conflict(with: mirrorID)
        if let conflict { throw conflict }
    }

    /// - Returns: whether the mirror belongs to another origin and is to be moved, see ``move(_:to:with:)``.
    /// - Throws: `MirrorFailure.otherOrigin`, before any request or write.
    private func bind(_ store: MirrorStore, to origin: MirrorOrigin, acceptsMove: Bool) async throws -> Bool {
        do {
            try await store.bind(to: origin, at: time.now())
            return false
        } catch MirrorFailure.otherOrigin where acceptsMove {
            return true
        }
    }

    /// Moves the mirror once the new origin has issued a token: a wrong secret must not
    /// cost the old origin's proofs.
    private func move(
        _ store: MirrorStore, to origin: MirrorOrigin, with client: TelenorClient
    ) async throws {
        _ = try await client.token()
        guard case .moved(let settings) = try await store.bind(to: origin, acceptsMove: true, at: time.now())
        else { return }
        logger.notice(
            "the mirror was moved to another origin; every number is verified there",
            metadata: ["settings": "\(settings.joined(separator: " "))"])
    }

    /// Publishes while the lock is held and the writer has the mirror open.
    ///
    /// So all formats show the same moment, and no reader's log stays beside the mirror.
    private func publish(
        after sources: [SourceResult], until deadline: Date?, _ interruption: Interruption
    ) async -> SyncResult {
        var result = SyncResult(sources: sources)
        guard let publication = settings.publication, !result.reports.isEmpty,
            result.reports.allSatisfy({ $0.stop != .interrupted })
        else { return result }
        console.show("publishing")
        defer { console.clear() }
        do {
            result.publication = try await Blocking.run(interruption) {
                try Publisher(of: try wiring.reader(interruption: interruption), as: publication).publish()
            }
        } catch {
            let isOutOfTime = deadline.map { $0 <= time.now() } ?? false
            result.publishFailure = PublishFailure(
                error, in: publication.directory, isOutOfTime: isOutOfTime && !Task.isCancelled)
        }
        return result
    }

    /// Runs `body`, raising `interruption` at `deadline`, so that even work that blocks a thread ends.
    private func raising<Result: Sendable>(
        _ interruption: Interruption, at deadline: Date?, _ body: () async throws -> Result
    ) async throws -> Result {
        guard let deadline else { return try await body() }
        let left = Duration.seconds(max(0, deadline.timeIntervalSince(time.now())))
        // Ends with the body in any case.
        let alarm = Task {
            try await Task.sleep(for: left)
            interruption.raise()
        }
        defer { alarm.cancel() }
        return try await body()
    }

    /// Wipes what an earlier forget could not; if that is still impossible, the run continues.
    private func finishForgetting(in store: MirrorStore) async throws {
        let forgetting = ForgetOperation(store: store, directory: settings.stateDirectory)
        guard let finished = try await forgetting.finish() else { return }
        let level: Logger.Level = finished.isDone ? .notice : .warning
        logger.log(level: level, "forgetting", metadata: ["result": "\(finished.message)"])
    }
}

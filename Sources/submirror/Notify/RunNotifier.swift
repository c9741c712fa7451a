import Files
import Foundation
import Logging
import MirrorCore
import PacedHTTP

/// Announces a run that has ended: a heartbeat after each complete run, and each turn of an outcome once.
///
/// Any failure here is only a warning, and does not affect the run.
struct RunNotifier: Sendable {
    let settings: Settings
    let logger: Logger
    let time: TimeSource

    /// The time limit of each request.
    static let limit = Duration.seconds(10)

    func tell(_ outcomes: RunOutcomes) async {
        guard !settings.notify.isEmpty, !Task.isCancelled else { return }
        async let heartbeat: Void = beat(outcomes)
        await announceChanges(to: outcomes)
        await heartbeat
    }

    private func beat(_ outcomes: RunOutcomes) async {
        guard outcomes.isComplete, let address = settings.notify.heartbeat else { return }
        warn("heartbeat not sent", of: await settings.plainRequest(to: address).send(within: Self.limit))
    }

    private func announceChanges(to outcomes: RunOutcomes) async {
        guard let address = settings.notify.webhook else { return }
        let record = AnnouncedOutcomesFile(directory: settings.stateDirectory.path)
        guard let lock = await record.lock(within: Self.limit, on: time.clock) else {
            return logger.warning(
                "notification not sent",
                metadata: ["reason": "another run is sending it; the next run retries"])
        }
        defer { withExtendedLifetime(lock) {} }
        var told = record.read()
        let turns = told.turns(to: outcomes)
        guard !turns.isEmpty else { return }
        let again = told.pending.flatMap { $0.turns == turns ? $0 : nil }
        let pending = again ?? AnnouncedOutcomes.Pending(id: Self.newID, turns: turns)
        told.pending = pending
        // Stored first, so that after a kill the announcement is repeated with the same id.
        keep(told, in: record)
        let outcome = await settings.plainRequest(
            to: address, document: Array(Self.document(pending, at: time.now()).utf8),
            headers: [("idempotency-key", pending.id)]
        ).send(within: Self.limit)
        warn("notification not sent; the next run retries", of: outcome)
        guard outcome.isTaken else { return }
        told.note(turns)
        keep(told, in: record)
    }

    private func keep(_ told: AnnouncedOutcomes, in record: AnnouncedOutcomesFile) {
        do {
            try record.write(told)
        } catch {
            logger.warning(
                "the sent notification could not be recorded, so it may be sent again",
                metadata: ["error": "\(ExitStatus.of(error).message)"])
        }
    }

    private func warn(_ message: Logger.Message, of outcome: PlainRequest.Outcome) {
        guard !outcome.isTaken else { return }
        switch outcome {
        case .answered(let status): logger.warning(message, metadata: ["status": .stringConvertible(status)])
        case .failed(let reason): logger.warning(message, metadata: ["reason": "\(reason)"])
        }
    }

    private static var newID: String {
        String(UInt64.random(in: 0...UInt64.max), radix: 16)
            + String(UInt64.random(in: 0...UInt64.max), radix: 16)
    }

    /// The posted document: fixed words and codes, so that it contains nothing from a
    /// reply, a path or about a person.
    ///
    /// `text` is for chats that show a field of that name.
    static func document(_ pending: AnnouncedOutcomes.Pending, at now: Date) -> String {
        struct Document: Encodable {
            struct Turn: Encodable {
                let subject: String
                let outcome: String
                let reason: String?
                let exit_code: Int32
                let sentence: String
            }

            let id: String
            let at: String
            let version: String
            let text: String
            let turns: [Turn]
        }
        let turns = pending.turns.map { turn in
            let sentence =
                turn.reason.map {
                    "\(turn.subject.rawValue) has a problem: \($0.words) (exit code \($0.status.rawValue))"
                }
                ?? "\(turn.subject.rawValue) has recovered"
            return Document.Turn(
                subject: turn.subject.rawValue, outcome: turn.reason == nil ? "good" : "bad",
                reason: turn.reason?.rawValue, exit_code: turn.reason?.status.rawValue ?? 0,
                sentence: sentence)
        }
        return JSONText.of(
            Document(
                id: pending.id, at: Instant.text(now), version: ProgramVersion.text,
                text: "submirror: " + turns.map(\.sentence).joined(separator: "; "), turns: turns))
    }
}

/// The file with the announced outcomes: `notified.json` in the state directory, with a lock beside it.
private struct AnnouncedOutcomesFile: Sendable {
    let directory: String

    private static let name = "notified.json"

    /// Nil if another process holds the lock for that long; without a folder for the lock, returns at once.
    func lock(within limit: Duration, on clock: any Clock<Duration>) async -> Held? {
        guard let file = try? PrivateFolder(directory).openOrCreate("notify.lock", mode: 0o600).file else {
            return Held(file: nil)
        }
        let look = Duration.milliseconds(100)
        var waited = Duration.zero
        while (try? file.lock()) == false {
            guard waited < limit else { return nil }
            do { try await Self.sleep(look, on: clock) } catch { return nil }
            waited += look
        }
        return Held(file: file)
    }

    /// The lock, held as long as this value exists.
    struct Held: Sendable { let file: OpenFile? }

    private static func sleep<C: Clock<Duration>>(_ duration: Duration, on clock: C) async throws {
        try await clock.sleep(for: duration)
    }

    /// The announced outcomes; none if the file is unreadable, so that bad outcomes are announced once more.
    func read() -> AnnouncedOutcomes {
        guard let folder = try? PrivateFolder(directory), let file = try? folder.open(Self.name),
            let bytes = try? file.bytes(upTo: 65_536),
            let told = try? JSONDecoder().decode(AnnouncedOutcomes.self, from: Data(bytes))
        else { return AnnouncedOutcomes() }
        return told
    }

    /// - Throws: `FileFailure`.
    func write(_ told: AnnouncedOutcomes) throws {
        try PrivateFolder(directory).replace(
            Self.name, with: Array((JSONText.of(told) + "\n").utf8), mode: 0o600)
    }
}

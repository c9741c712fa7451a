import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports

/// Checks the mirror itself; reads only.
struct MirrorChecks {
    /// Nil if there is no mirror, or it cannot be opened.
    let reader: MirrorReader?
    private let opening: Finding
    let isQuick: Bool
    let now: Date
    /// The origin in the settings; nil while they are missing or wrong.
    let origin: MirrorOrigin?

    init(path: String, isQuick: Bool, now: Date, origin: MirrorOrigin? = nil) {
        self.isQuick = isQuick
        self.origin = origin
        self.now = now
        do {
            reader = try MirrorReader(path: path)
            opening = .ok("mirror", path)
        } catch {
            reader = nil
            opening = Self.unopened(error)
        }
    }

    func findings() -> [Finding] {
        guard let reader else { return [opening] }
        do {
            let status = try Status(of: reader, now: now)
            let numbers = status.subscriptions
            return [
                .ok(
                    "mirror",
                    "\(reader.path), schema \(status.schemaVersion), \(numbers.living) living and "
                        + "\(numbers.gone) gone subscriptions"),
                try origin(of: reader), try integrity(reader), try references(reader), lastRun(status),
                completeness(status),
                lists(status), quarantine(status), parked(status),
            ] + (status.retentionWords.map { [.ok("retention", $0)] } ?? [])
        } catch {
            return [opening, .failed("integrity", error)]
        }
    }

    /// Nil if there is no readable mirror.
    func knownNumberCount() -> Int? { try? reader?.knownNumberCount() }

    private static func unopened(_ failure: MirrorReadFailure) -> Finding {
        switch failure {
        case .missing(let path): .warning("mirror", "no mirror at \(path) yet: run submirror sync")
        case .olderSchema: .warning("mirror", failure.message)
        case .notPermitted, .unsafe, .notADatabase, .notAMirror, .newerSchema, .foreignSchema, .logOutOfReach,
            .foreignLog, .changedWhileReading, .busy, .damaged, .unreadable, .beforeFirstRun, .beforeHistory:
            .failed("mirror", failure)
        }
    }

    /// Whether the mirror was filled from the configured API and account.
    private func origin(of reader: MirrorReader) throws -> Finding {
        let check = "origin"
        let identity = try reader.identity()
        guard let bound = identity.origin else {
            return .ok(check, "mirror \(identity.id) is bound to its origin by the next run")
        }
        guard let origin else { return .skipped(check, "the settings for it are missing or wrong") }
        let settings = bound.differences(from: origin)
        guard !settings.isEmpty else {
            return .ok(check, "mirror \(identity.id) belongs to \(bound.baseURL)")
        }
        return .failed(
            check,
            MirrorFailure.otherOrigin(path: reader.path, settings: settings, baseURL: bound.baseURL))
    }

    private func integrity(_ reader: MirrorReader) throws -> Finding {
        let name = isQuick ? "quick_check" : "integrity_check"
        let problems = try reader.integrityProblems(isQuick: isQuick)
        guard let first = problems.first else { return .ok("integrity", "\(name) found no fault") }
        return .failed(
            "integrity", .unusableData,
            "\(reader.path) is damaged (\(first)): keep it, restore a backup, or move it away and sync again")
    }

    private func references(_ reader: MirrorReader) throws -> Finding {
        let broken = try reader.brokenReferences().sorted { $0.key < $1.key }
        guard !broken.isEmpty else { return .ok("references", "foreign_key_check finds nothing") }
        let places = broken.map { "\($0.value) in \($0.key)" }.joined(separator: ", ")
        return .failed(
            "references", .unusableData,
            "rows whose parent row is missing (\(places)): another program wrote to the mirror; restore a backup "
                + "or move it away and sync again")
    }

    private func lastRun(_ status: Status) -> Finding {
        let check = "last_run"
        guard let run = status.runs.first else {
            return .warning(check, "no run yet: run submirror sync")
        }
        guard let outcome = run.outcome else {
            return .warning(
                check,
                "run \(run.id) of \(run.startedAt) has not ended: it is running or was killed; the next run continues it"
            )
        }
        let error = run.error.map { " (\($0))" } ?? ""
        let message = "run \(run.id) of \(run.startedAt) ended \(outcome)\(error)"
        return outcome == "failed" ? .warning(check, message) : .ok(check, message)
    }

    private func completeness(_ status: Status) -> Finding {
        let check = "last_complete_run"
        guard let run = status.lastCompleteRun, let finished = run.finishedAt.flatMap(Instant.date) else {
            return .warning(check, "no complete run yet: the mirror does not equal the API")
        }
        guard now.timeIntervalSince(finished) > -60 else {
            return .warning(
                check,
                "run \(run.id) ended in the future according to this machine's clock: check the clock, then run sync"
            )
        }
        let age = Duration.seconds(now.timeIntervalSince(finished).rounded(.down))
        let message = "run \(run.id), \(DurationText.text(max(.zero, age))) ago"
        guard age <= Self.oldestComplete else {
            return .warning(check, "\(message): check that the timer or watch is running")
        }
        return .ok(check, message)
    }

    /// The age limit: any mirror runs more often than daily.
    private static let oldestComplete = Duration.seconds(86_400)

    private func lists(_ status: Status) -> Finding {
        let count = status.unreadableRowCount
        guard count > 0 else { return .ok("lists", "every row of the last lists was read") }
        return .warning(
            "lists",
            "\(count) \(count == 1 ? "row or part" : "rows or parts") of the latest lists cannot be read: no list is "
                + "complete, and no number is marked gone; see the run's warnings and the relation anomaly")
    }

    private func parked(_ status: Status) -> Finding {
        guard status.parkedCount > 0 else { return .ok("parked", "none") }
        return .warning(
            "parked",
            "too many numbers look gone at once: \(status.parkedCount); investigate, then run "
                + "sync --accept-gone")
    }

    private func quarantine(_ status: Status) -> Finding {
        guard let next = status.quarantine.first else { return .ok("quarantine", "empty") }
        let count = status.quarantineCount
        return .warning(
            "quarantine",
            "\(count) \(count == 1 ? "number is" : "numbers are") set aside, the next retry is at \(next.nextAttemptAt): "
                + "submirror status lists them")
    }
}

import Foundation
import MirrorCore
import MirrorReading
import Pacing

/// The next run's requests to Millom.
struct MillomPlan {
    private let settings: PaceSettings
    private var facts = MillomFacts()
    private var kept: PaceSnapshot?
    private var now = Date.distantPast

    /// The plan before the first run, when the subscribers are unknown.
    init(_ settings: PaceSettings) { self.settings = settings }

    /// - Throws: `MirrorReadFailure`.
    mutating func read(_ reader: MirrorReader, at now: Date) throws {
        self.now = now
        facts = try reader.millomFacts(at: now)
        kept = try reader.fact(.millomPace)
    }

    /// When the last request could be sent; nil if no limit is known.
    private var finishesAt: Date? {
        let instant = Duration.seconds(now.timeIntervalSince1970)
        let pace =
            kept.map { Pace(settings: settings, continuing: $0, at: instant) } ?? Pace(settings: settings)
        let forecast = pace.forecast(requests: facts.due, from: instant)
        return forecast.basis == .unknown ? nil : Date(timeIntervalSince1970: forecast.lastSentAt.inSeconds)
    }

    /// Text for people: one line.
    var text: String {
        guard facts.followed > 0 else {
            return "Millom: three records of each subscriber (first load)"
        }
        guard facts.due > 0 else {
            return "Millom: nothing due" + (facts.nextDueAt.map { " before \(Instant.text($0))" } ?? "")
        }
        let end = finishesAt.map { ", done at \(Instant.text($0))" } ?? ", as fast as it answers"
        return
            "Millom: \(facts.due) \(facts.due == 1 ? "request" : "requests") for due records\(end)"
    }

    struct Fields: Encodable {
        let requests: Int
        let subscribers: Int
        let next_due_at: String?
        let finishes_at: String?
    }

    /// Fields for programs.
    var fields: Fields {
        Fields(
            requests: facts.due, subscribers: facts.followed, next_due_at: facts.nextDueAt.map(Instant.text),
            finishes_at: facts.due > 0 ? finishesAt.map(Instant.text) : nil)
    }
}

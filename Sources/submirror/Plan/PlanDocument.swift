import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Pacing
import Scheduler
import TelenorAPI

/// The next run as `plan` shows it: its requests, its price, and when it would be done.
struct PlanDocument {
    let plan: RunPlan
    let pace: PaceForecast
    let snapshot: PaceSnapshot
    /// The requests to Millom; nil if it is not set up.
    let millom: MillomPlan?

    /// Reads the mirror; a missing one counts as empty.
    init(_ wiring: Wiring, isFull: Bool, now: Date) throws {
        let settings = wiring.settings
        var facts = RunFacts()
        var kept: PaceSnapshot?
        var millom = try settings.millom().map { MillomPlan($0.pace) }
        do {
            let reader = try wiring.reader()
            try millom?.read(reader, at: now)
            try Self.checkOrigin(of: reader, settings)
            facts = try reader.runFacts(settings.sync, at: now)
            kept = try reader.fact(.pace)
        } catch is MissingMirror {}
        self.millom = millom
        if isFull { facts.list.isAskedFor = true }
        plan = RunPlan(facts, settings.sync, now: now)
        let instant = Duration.seconds(now.timeIntervalSince1970)
        let pacer =
            kept.map { Pace(settings: settings.pace, continuing: $0, at: instant) }
            ?? Pace(settings: settings.pace)
        pace = pacer.forecast(requests: plan.requests, from: instant)
        snapshot = pacer.snapshot(at: instant)
    }

    /// Checks the origin as a run does; without credentials the intended origin is unknown.
    private static func checkOrigin(of reader: MirrorReader, _ settings: Settings) throws {
        guard let known = try reader.identity().origin, let origin = try? settings.api().origin else {
            return
        }
        let differences = known.differences(from: origin)
        guard differences.isEmpty else {
            throw MirrorFailure.otherOrigin(
                path: reader.path, settings: differences, baseURL: known.baseURL)
        }
    }

    /// When the last request could be sent; nil if no limit is known, as the
    /// duration of requests is unknown too.
    private var finishesAt: Date? {
        pace.basis == .unknown ? nil : Date(timeIntervalSince1970: pace.lastSentAt.inSeconds)
    }
}

extension PlanDocument {
    /// Text for people: a line for each purpose, the sum, the price in quota, and the end.
    var text: String {
        var lines = ["the next run would be \(article) run:"]
        lines += plan.steps.map { step in
            let count = step.requests.map { "\(step.isEstimate ? "about " : "")\($0)" } ?? "unknown"
            return "  \(Self.words(step.purpose)): \(count)"
        }
        let sum = plan.requests == 1 ? "1 request" : "\(plan.requests) requests"
        lines.append("total: \(plan.hasUnknownSteps ? "more than " : "")\(sum)\(quotaWords)")
        lines.append(endWords)
        if let millom { lines.append(millom.text) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var article: String { (plan.kind == .incremental ? "an " : "a ") + plan.kind.rawValue }

    private var quotaWords: String {
        guard let quota = snapshot.quota, let window = snapshot.windowSeconds, quota > 0 else { return "" }
        let windows = (Double(plan.requests) / Double(quota) * 10).rounded(.up) / 10
        return ", \(windows) windows of \(quota) requests per \(DurationText.text(.seconds(window)))"
            + ", of which \(snapshot.windowCount) are spent in the current one"
    }

    private var endWords: String {
        guard let finishesAt else { return unknownPaceWords }
        let span = Duration.seconds(max(0, finishesAt.timeIntervalSince(plan.now)))
        let waiting =
            pace.waitingForQuota > .seconds(1)
            ? ", \(DurationText.text(pace.waitingForQuota)) of it waiting for the quota" : ""
        return "at the \(pace.basis.rawValue) pace finished \(plan.hasUnknownSteps ? "not before" : "at") "
            + "\(Instant.text(finishesAt)), in \(DurationText.text(span))\(waiting)"
    }

    /// The wait for a quota that is known to be spent, although its window is not yet known.
    private var unknownPaceWords: String {
        guard pace.waitingForQuota > .seconds(1) else {
            return "no limit is configured or learned: finished as fast as the API answers"
        }
        let opening = plan.now.addingTimeInterval(pace.waitingForQuota.inSeconds)
        return
            "the quota is spent until \(Instant.text(opening)) at least; its size is not known yet"
    }

    private static func words(_ purpose: RunPlan.Purpose) -> String {
        switch purpose {
        case .token: "a token, unless the last one is still valid"
        case .search: "search for changes"
        case .catalogue: "catalogue of subscription types"
        case .list: "complete list"
        case .changed: "details of changed numbers"
        case .new: "details of new numbers"
        case .missing: "details of numbers missing from the list"
        case .retry: "details of set-aside numbers due for a retry"
        case .unproven: "details to verify after a gap in search coverage"
        case .refresh: "details with the oldest verification"
        }
    }

    /// JSON for programs.
    var json: String {
        struct Step: Encodable {
            let purpose: String
            let requests: Int?
            let is_estimate: Bool
        }
        struct Fields: Encodable {
            let kind: String
            let steps: [Step]
            let requests: Int
            let is_open: Bool
            let pace_basis: String
            let finishes_at: String?
            let waiting_for_quota_seconds: Double
            let quota: Int?
            let quota_window_seconds: Double?
            let quota_counted: Int
            let millom: MillomPlan.Fields?
        }
        return JSONText.of(
            Fields(
                kind: plan.kind.rawValue,
                steps: plan.steps.map {
                    Step(purpose: $0.purpose.rawValue, requests: $0.requests, is_estimate: $0.isEstimate)
                },
                requests: plan.requests, is_open: plan.hasUnknownSteps, pace_basis: pace.basis.rawValue,
                finishes_at: finishesAt.map(Instant.text),
                waiting_for_quota_seconds: pace.waitingForQuota.inSeconds, quota: snapshot.quota,
                quota_window_seconds: snapshot.windowSeconds, quota_counted: snapshot.windowCount,
                millom: millom?.fields))
    }
}

import Foundation
import MirrorCore
import MirrorReading
import Pacing

extension PaceSnapshot {
    /// Lines for people: the spacing, the quota and any wait, each with its basis.
    func lines(at now: Date) -> [(String, String)] {
        var lines: [(String, String)] = []
        if spacingSeconds > 0 {
            lines.append(("pace", "\(Self.number(1 / spacingSeconds)) a second (\(spacingBasis))"))
        }
        if let quota, let windowSeconds {
            let counted = counted(at: now)
            let opens = opensAt(now).map { ", opens \(Instant.text($0))" } ?? ""
            lines.append(
                (
                    "quota",
                    "\(quota) in \(Self.number(windowSeconds)) s (\(quotaBasis)), \(counted) counted\(opens)"
                ))
        }
        if let notBefore, notBefore > now.timeIntervalSince1970 {
            lines.append(
                ("quota spent", "until \(Instant.text(Date(timeIntervalSince1970: notBefore))) at least"))
        }
        return lines.isEmpty ? [("pace", "no limit is known")] : lines
    }

    /// JSON for programs, with null for unknown values.
    func json(at now: Date) -> JSONValue {
        .object([
            ("spacing_seconds", spacingSeconds > 0 ? .real(spacingSeconds) : .null),
            (
                "spacing_basis",
                spacingSeconds > 0 ? .string(isSpacingLearned ? "learned" : "configured") : .null
            ),
            ("accepted_at_spacing", isSpacingLearned ? JSONValue(acceptedAtSpacing) : .null),
            ("quota", JSONValue(quota)),
            ("window_seconds", windowSeconds.map(JSONValue.real) ?? .null),
            ("quota_basis", quota == nil ? .null : .string(learnedQuota == nil ? "configured" : "learned")),
            ("windows_held", JSONValue(windowsHeld)),
            ("window_count", .integer(Int64(counted(at: now)))),
            ("opens_at", JSONValue(opensAt(now).map(Instant.text))),
        ])
    }

    private var isSpacingLearned: Bool { learnedSpacingSeconds > 0 }

    private var spacingBasis: String {
        guard isSpacingLearned else { return "configured" }
        let held = acceptedAtSpacing ?? 0
        return carriedSpacingSeconds == nil
            ? "being learned" : "learned; \(held) requests in a row succeeded at it"
    }

    private var quotaBasis: String {
        guard let learnedQuota, let windowsHeld else { return "configured" }
        return windowsHeld > 0
            ? "learned, held for \(windowsHeld) \(windowsHeld == 1 ? "window" : "windows")"
            : learnedQuota.accepted == 0 ? "just learned" : "learned"
    }

    /// Windows since the estimate was last corrected; nil if nothing is learned.
    private var windowsHeld: Int? { learnedQuota.map { $0.accepted / max(1, $0.count) } }

    /// How many requests count in the current window.
    private func counted(at now: Date) -> Int {
        guard let windowSeconds else { return 0 }
        return bursts.reduce(0) {
            $0 + ($1.last + windowSeconds > now.timeIntervalSince1970 ? $1.count : 0)
        }
    }

    /// When the next request may be sent; nil if it may be sent now.
    private func opensAt(_ now: Date) -> Date? {
        guard let quota, let windowSeconds, counted(at: now) >= quota else { return nil }
        return bursts.first { $0.last + windowSeconds > now.timeIntervalSince1970 }
            .map { Date(timeIntervalSince1970: $0.last + windowSeconds) }
    }

    private static func number(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}

import Reports

/// The mirror's health, as one line and one exit code for monitors.
///
/// Source: the Monitoring Plugins' guidelines: text, a bar, then `name=value;warning;critical`.
struct HealthCheck: Equatable {
    /// Its raw value is the exit code.
    enum Level: Int32, Comparable {
        case ok = 0
        case warning, critical
        /// The health could not be determined.
        case unknown

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    let level: Level
    let line: String

    /// The default age limit: any mirror runs more often than daily.
    static let usualAge = Duration.seconds(86_400)

    /// - Parameter maxAge: older data is critical; nil for ``usualAge``.
    init(_ status: Status, maxAge: Duration?) {
        let maxAge = maxAge ?? Self.usualAge
        let findings = Self.findings(status, maxAge: maxAge)
        let words = findings.isEmpty ? [Self.words(status)] : findings.map(\.words)
        self.init(
            findings.map(\.level).max() ?? .ok, words.joined(separator: "; "),
            measures: Self.measures(status, maxAge: maxAge))
    }

    /// The health of a mirror that could not be read: never ok.
    init(_ error: any Error) {
        let (status, message) = ExitStatus.of(error)
        self.init(status == .unusableData ? .critical : .unknown, message)
    }

    private init(_ level: Level, _ words: String, measures: String? = nil) {
        self.level = level
        // A bar separates the text from the figures.
        let text = "SUBMIRROR \("\(level)".uppercased()) - \(words.replacing("|", with: "/"))"
        line = [text, measures].compactMap(\.self).joined(separator: " | ")
    }

    private static func findings(_ status: Status, maxAge: Duration) -> [(level: Level, words: String)] {
        var findings: [(Level, String)] = []
        if status.lastCompleteRun == nil {
            findings.append((.critical, "no complete run yet"))
        } else if status.isOlder(than: maxAge) {
            findings.append((.critical, "data \(age(status)), maximum \(DurationText.text(maxAge))"))
        }
        if status.parkedCount > 0 {
            let words = "numbers that look gone and await a decision (sync --accept-gone)"
            findings.append((.critical, "\(words): \(status.parkedCount)"))
        }
        if status.neverFetchedCount > 0 {
            findings.append((.warning, "numbers never fetched: \(status.neverFetchedCount)"))
        }
        if status.unreadableRowCount > 0 {
            let words = "list incomplete, unreadable rows"
            findings.append((.warning, "\(words): \(status.unreadableRowCount)"))
        }
        // Ignores runs without an outcome: one under way, or one that was killed,
        // which the age reveals in time.
        if let run = status.runs.first(where: { $0.outcome != nil }), run.outcome == "failed" {
            findings.append((.warning, "run \(run.id) failed (\(run.error ?? "for an unknown reason"))"))
        }
        return findings
    }

    private static func words(_ status: Status) -> String {
        let aside = status.quarantineCount > 0 ? ", \(status.quarantineCount) set aside" : ""
        return "\(status.subscriptions.living) numbers, data \(age(status))\(aside)"
    }

    private static func age(_ status: Status) -> String {
        status.completeAgeSeconds.map { "\(DurationText.text(.seconds($0))) old" } ?? "of unknown age"
    }

    private static func measures(_ status: Status, maxAge: Duration) -> String {
        // U means unknown.
        let age = status.completeAgeSeconds.map { "\($0)s" } ?? "U"
        return [
            "age=\(age);;\(maxAge.components.seconds);0", "numbers=\(status.subscriptions.living);;;0",
            "parked=\(status.parkedCount);;0;0", "never_fetched=\(status.neverFetchedCount);0;;0",
            "unreadable_list_rows=\(status.unreadableRowCount);0;;0",
            "quarantined=\(status.quarantineCount);;;0", "queued=\(status.queue.total);;;0",
        ].joined(separator: " ")
    }
}

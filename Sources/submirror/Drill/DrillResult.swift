import Foundation

/// The result of a drill, and its differences from the runbook.
struct DrillResult: Encodable, Sendable {
    let name: String
    let title: String
    var steps: [Step] = []
    /// Problems found at the end.
    var problems: [String] = []
    var seconds = 0.0

    /// The result of one step.
    struct Step: Encodable, Sendable {
        let says: String?
        /// The command; nil if the step runs none.
        let command: String?
        let exit_code: Int32?
        /// The exit code's meaning.
        let exit_words: String?
        /// Every line that the command wrote.
        let lines: [String]
        /// The lines that match the runbook's.
        let told: [String]
        let problems: [String]
    }

    var isOK: Bool { problems.isEmpty && steps.allSatisfy { $0.problems.isEmpty } }

    enum CodingKeys: String, CodingKey { case name, title, steps, problems, seconds, ok }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(title, forKey: .title)
        try values.encode(isOK, forKey: .ok)
        try values.encode(steps, forKey: .steps)
        try values.encode(problems, forKey: .problems)
        try values.encode(seconds, forKey: .seconds)
    }
}

extension DrillResult.Step {
    /// The step for people: what happens, the command, its lines and how it ended.
    ///
    /// - Parameter isVerbose: whether to show every line; otherwise only the relevant ones.
    func text(isVerbose: Bool) -> String {
        var lines = says.map { [""] + Self.wrapped($0) } ?? []
        if let command {
            lines += ["", "  $ submirror \(command)"]
            lines += (isVerbose || showsAll || !problems.isEmpty ? self.lines : told).map { "  | \($0)" }
            lines.append("  exit code \(exit_code ?? 0)\(exit_words.map { ": \($0)" } ?? "")")
        }
        return (lines + problems.map { "  NOT AS THE RUNBOOK SAYS: \($0)" }).map { $0 + "\n" }.joined()
    }

    /// Whether to show the whole output: it is short, or the journal of a run.
    private var showsAll: Bool { command?.hasPrefix("sync") == true || lines.count < 4 }

    /// Wraps `text` into lines that fit a terminal.
    static func wrapped(_ text: String, indent: String = "") -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, indent.count + line.count + 1 + word.count > 100 {
                lines.append(lines.isEmpty ? line : indent + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return line.isEmpty ? lines : lines + [lines.isEmpty ? line : indent + line]
    }
}

extension DrillResult {
    /// The last line: ok, or how many differences from the runbook there are.
    var verdict: String {
        let time = String(format: "%.1f s", seconds)
        let count = problems.count + steps.reduce(0) { $0 + $1.problems.count }
        return isOK
            ? "ok: \(name) went as the runbook says (\(time))"
            : "NOT OK: \(name), \(count) \(count == 1 ? "thing is" : "things are") not as the runbook says (\(time))"
    }
}

/// The results of drills, for programs.
struct DrillDocument: Encodable {
    /// The mirror that they were played on, in words.
    let mirror: String
    let drills: [DrillResult]
    let ok: Bool

    init(_ drills: [DrillResult], on mirror: DrillMirror) {
        self.mirror = mirror.words
        self.drills = drills
        ok = drills.allSatisfy(\.isOK)
    }
}

import Foundation

/// What a drill showed, and what of it is not as the runbook says.
struct DrillResult: Encodable, Sendable {
    let name: String
    let title: String
    var steps: [Step] = []
    /// What is wrong at the end.
    var problems: [String] = []
    var seconds = 0.0

    /// What one step showed.
    struct Step: Encodable, Sendable {
        let says: String?
        /// The command; nil where none was run.
        let command: String?
        let exit_code: Int32?
        /// What the exit code means.
        let exit_words: String?
        /// All that the command wrote.
        let lines: [String]
        /// Those of the lines that the runbook has.
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
    /// For a person: what happens, the command, its lines and how it ended.
    ///
    /// - Parameter isVerbose: shows every line, else those that tell something here.
    func text(isVerbose: Bool) -> String {
        var lines = says.map { [""] + Self.wrapped($0) } ?? []
        if let command {
            lines += ["", "  $ submirror \(command)"]
            lines += (isVerbose || showsAll || !problems.isEmpty ? self.lines : told).map { "  | \($0)" }
            lines.append("  exit code \(exit_code ?? 0)\(exit_words.map { ": \($0)" } ?? "")")
        }
        return (lines + problems.map { "  NOT AS THE RUNBOOK SAYS: \($0)" }).map { $0 + "\n" }.joined()
    }

    /// Whether all that the command writes is what the journal shows of a run.
    private var showsAll: Bool { command?.hasPrefix("sync") == true || lines.count < 4 }

    /// `text` in lines that fit a terminal.
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
    /// The last line: ok, or how much is not as the runbook says.
    var verdict: String {
        let time = String(format: "%.1f s", seconds)
        let count = problems.count + steps.reduce(0) { $0 + $1.problems.count }
        return isOK
            ? "ok: \(name) went as the runbook says (\(time))"
            : "NOT OK: \(name), \(count) \(count == 1 ? "thing is" : "things are") not as the runbook says (\(time))"
    }
}

/// The results of several drills, for a program.
struct DrillDocument: Encodable {
    /// What they were played on.
    let mirror: String
    let drills: [DrillResult]
    let ok: Bool

    init(_ drills: [DrillResult], on mirror: DrillMirror) {
        self.mirror = mirror.words
        self.drills = drills
        ok = drills.allSatisfy(\.isOK)
    }
}

import MirrorCore

/// Plays drills and shows them on standard output.
struct DrillRunner: Sendable {
    let mirror: DrillMirror
    /// The program's path.
    let program: String
    let time: TimeSource
    /// Whether to show every line of every command.
    let isVerbose: Bool
    /// Whether to show nothing at all.
    let isSilent: Bool

    /// How many drills to play side by side: they spend most of their time waiting.
    private static let sideBySide = 4

    /// Plays one drill and shows it step by step, as it goes.
    func play(_ drill: Drill) async throws -> DrillResult {
        try show("\(drill.name): \(drill.title)\nOn \(mirror.words), against the simulated API.\n")
        try show("What you notice", [drill.symptom])
        let result = try await rehearsal(drill).run { try show($0.text(isVerbose: isVerbose)) }
        try show("What to do", drill.advice)
        try showProblems(of: result)
        try show("\n\(result.verdict)\n")
        return result
    }

    /// Plays several side by side; shows a line for each, and the whole output of those that differ from the runbook.
    func play(_ drills: [Drill]) async throws -> [DrillResult] {
        var results: [String: DrillResult] = [:]
        try await withThrowingTaskGroup(of: DrillResult.self) { group in
            var waiting = drills[...]
            while results.count < drills.count {
                while drills.count - waiting.count - results.count < Self.sideBySide,
                    let next = waiting.popFirst()
                {
                    group.addTask { try await rehearsal(next).run() }
                }
                guard let result = try await group.next() else { break }
                results[result.name] = result
                if isVerbose || !result.isOK {
                    for step in result.steps { try show(step.text(isVerbose: true)) }
                    try showProblems(of: result)
                }
                try show("\(result.verdict)\n")
            }
        }
        return drills.compactMap { results[$0.name] }
    }

    private func rehearsal(_ drill: Drill) -> DrillRun {
        DrillRun(drill: drill, mirror: mirror, program: program, time: time)
    }

    private func showProblems(of result: DrillResult) throws {
        for problem in result.problems { try show("\nNOT AS THE RUNBOOK SAYS: \(problem)\n") }
    }

    private func show(_ title: String, _ paragraphs: [String]) throws {
        let lines = paragraphs.flatMap { DrillResult.Step.wrapped("- " + $0, indent: "  ") }
        try show("\n\(title):\n" + lines.map { $0 + "\n" }.joined())
    }

    private func show(_ text: String) throws {
        if !isSilent { try Output.show(text) }
    }
}

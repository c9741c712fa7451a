import Foundation
import MirrorCore

/// Plays a drill on a stage of its own, step by step.
struct DrillRun: Sendable {
    let drill: Drill
    let mirror: DrillMirror
    /// The program's path.
    let program: String
    let time: TimeSource

    /// - Parameter tell: receives each step once it is done.
    /// - Throws: errors that keep the drill from being played; differences from the runbook are in the result.
    func run(_ tell: @Sendable (DrillResult.Step) throws -> Void = { _ in }) async throws -> DrillResult {
        let began = time.now()
        var result = try await DrillStage.with(drill, on: mirror, program: program, time: time) {
            stage, firstRun in
            var result = DrillResult(name: drill.name, title: drill.title)
            for step in drill.steps {
                let shown = try await play(step, on: stage, after: firstRun)
                result.steps.append(shown)
                try tell(shown)
            }
            result.problems = try Self.differences(on: stage)
            return result
        }
        result.seconds = (time.now().timeIntervalSince(began) * 10).rounded() / 10
        return result
    }

    private func play(_ step: DrillStep, on stage: DrillStage, after firstRun: Int) async throws
        -> DrillResult.Step
    {
        for act in step.acts { try await stage.perform(act) }
        guard let command = step.run else {
            return DrillResult.Step(
                says: step.says, command: nil, exit_code: nil, exit_words: nil, lines: [], told: [],
                problems: [])
        }
        let ending = try await stage.run(
            command.split(separator: " ").map(String.init), against: step.handicap)
        let patterns = step.shows.map {
            (text: LinePattern.numbered($0, from: firstRun), pattern: LinePattern($0, firstRun: firstRun))
        }
        var problems = patterns.filter { each in !ending.lines.contains { each.pattern.matches($0) } }
            .map { "no line reads: \($0.text)" }
        if ending.code != step.exit {
            problems.insert("exit code \(ending.code), expected \(step.exit)", at: 0)
        }
        return DrillResult.Step(
            says: step.says, command: command, exit_code: ending.code,
            exit_words: step.words(for: ending.code),
            lines: ending.lines,
            told: ending.lines.filter { line in patterns.contains { $0.pattern.matches(line) } },
            problems: problems)
    }

    /// Whatever happened, the mirror must equal the API at the end.
    private static func differences(on stage: DrillStage) throws -> [String] {
        let differences = try stage.differences()
        guard !differences.isEmpty else { return [] }
        return ["at the end the mirror does not equal the API: \(differences.count) rows differ"]
    }
}

import ArgumentParser
import Foundation
import MirrorCore
import MirrorReading

struct DrillCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Rehearse what can go wrong, on a copy and against the simulated API.",
        discussion: """
            Plays a failure with the real commands: what happens, what the journal, status, doctor and the
            metrics show, the exit codes, and what to do. Compares all of it with the runbook, docs/drills.md,
            and ends with 65 where something differs. Uses a copy of the mirror, or an invented one where there
            is none. Your mirror and your API are not touched; the copy is removed at the end.

            submirror drill --list
            submirror drill quota-spent
            submirror drill mass-disappearance --verbose
            submirror drill kill-9 --invented
            submirror drill --all
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The drill: see --list.")
    var name: String?

    @Flag(help: "List the drills.")
    var list = false

    @Flag(help: "Play all drills, several side by side; shows those that are not as the runbook says.")
    var all = false

    @Flag(help: "Use an invented mirror even where there is one to copy; reads no settings.")
    var invented = false

    @Flag(help: "Show every line that the commands write.")
    var verbose = false

    @OptionGroup var output: DocumentOptions

    func validate() throws {
        guard [name != nil, list, all].filter({ $0 }).count == 1 else {
            throw ValidationError("name one drill, or give --list or --all")
        }
    }

    func run(in invocation: Invocation) async throws {
        if list { return try writeList() }
        let one = try name.map(Drill.named)
        let mirror = try self.mirror(in: invocation)
        let player = DrillRunner(
            mirror: mirror, program: try DrillProgram.ownPath(), time: invocation.time, isVerbose: verbose,
            isSilent: output.isJSON)
        let results: [DrillResult]
        do {
            results = try await StopSignals.untilSignalled { _ in
                if let one { [try await player.play(one)] } else { try await player.play(Drill.all()) }
            }
        } catch is CancellationError {
            throw CommandFailure(kind: .tryLater, message: "interrupted: nothing is left of the drill")
        }
        if output.isJSON { try Output.write(JSONText.of(DrillDocument(results, on: mirror)) + "\n") }
        if !results.allSatisfy(\.isOK) { throw ExitCode(ExitStatus.unusableData.rawValue) }
    }

    private func writeList() throws {
        let drills = try Drill.all()
        if output.isJSON {
            struct Entry: Encodable {
                let name: String
                let title: String
            }
            return try Output.write(JSONText.of(drills.map { Entry(name: $0.name, title: $0.title) }) + "\n")
        }
        let width = (drills.map(\.name.count).max() ?? 0) + 2
        for drill in drills {
            let padding = String(repeating: " ", count: width - drill.name.count)
            try Output.show("\(drill.name)\(padding)\(drill.title)\n")
        }
    }

    /// A copy of the mirror in the settings; an invented one if there is none, or if it was asked for.
    private func mirror(in invocation: Invocation) throws -> DrillMirror {
        guard !invented else { return .invented }
        let settings = try global.settings(in: invocation)
        do {
            try MissingMirror.check(settings)
        } catch {
            guard global.stateDirectory == nil else { throw error }
            return .invented
        }
        let numbers = try MirrorReader(path: settings.mirror.path).livingNumbers()
            .compactMap { UInt64($0.digits) }
        guard numbers.count >= Self.leastNumbers else {
            throw CommandFailure(
                kind: .usage,
                message: "\(settings.mirror.path) has \(numbers.count) living numbers, too few for a drill: "
                    + "add --invented")
        }
        return .copy(of: settings.mirror.path, numbers: numbers)
    }

    /// With fewer numbers, some drills would have nothing to change or to lose.
    private static let leastNumbers = 50
}

import ArgumentParser
import MirrorQuery

/// How a command writes rows.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to write it: table on a terminal, else csv.")
    var format: ResultFormat?

    @Flag(help: "Write JSON, as --format json.")
    var json = false

    func validate() throws {
        if json, let format, format != .json { throw ValidationError("--json and --format differ: give one") }
    }

    var chosen: ResultFormat { json ? .json : format ?? .usual }
}

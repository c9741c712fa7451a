import ArgumentParser

/// How a command writes the one document that it has.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// The same options for a document as ``OutputOptions`` has for rows.
struct DocumentOptions: ParsableArguments {
    @Option(help: "How to write it: text for people, or json.")
    var format: DocumentFormat?

    @Flag(help: "Write JSON, as --format json.")
    var json = false

    func validate() throws {
        if json, format == .text { throw ValidationError("--json and --format differ: give one") }
    }

    var isJSON: Bool { json || format == .json }
}

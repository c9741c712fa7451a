import ArgumentParser

/// The formats of a command's single document.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// The formats of `status`, including metrics for a monitoring system.
enum StatusFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, openmetrics, prometheus
}

/// The options of ``DocumentOptions`` with the formats of ``StatusFormat``.
struct StatusOptions: ParsableArguments {
    @Option(
        help:
            "Output format: text, json, openmetrics, or prometheus (for node_exporter's textfile collector)."
    )
    var format: StatusFormat?

    @Flag(help: "Shorthand for --format json.")
    var json = false

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format contradict each other: give one")
        }
    }

    var chosen: StatusFormat { json ? .json : format ?? .text }
}

/// Options for a document, matching those of ``OutputOptions`` for rows.
struct DocumentOptions: ParsableArguments {
    @Option(help: "Output format: text or json.")
    var format: DocumentFormat?

    @Flag(help: "Shorthand for --format json.")
    var json = false

    func validate() throws {
        if json, format == .text {
            throw ValidationError("--json and --format contradict each other: give one")
        }
    }

    var isJSON: Bool { json || format == .json }
}

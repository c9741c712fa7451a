/// Why a report cannot be made.
package enum ReportFailure: Error, Equatable, Sendable {
    /// No report has that name; with those that there are.
    case unknownReport(String, known: [String])
    /// The report's file has a header line that is not understood.
    case malformedHeader(report: String, line: String)
    /// The report's file lacks a title or a description.
    case missingHeader(report: String, key: String)
    /// The report has no such parameter; with those that it has.
    case unknownParameter(report: String, name: String, known: [String])
    /// A parameter without a default was not given.
    case missingParameter(report: String, name: String)
    /// A parameter's value is not what it has to be.
    case unreadableArgument(report: String, name: String, value: String, expected: String)

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .unknownReport(let name, let known):
            "there is no report \(name); there are \(known.joined(separator: ", "))"
        case .malformedHeader(let report, let line):
            "the report \(report) has a header line that is not understood: \(line)"
        case .missingHeader(let report, let key):
            "the report \(report) has no line `-- \(key): …` at its beginning"
        case .unknownParameter(let report, let name, let known):
            "the report \(report) has no parameter \(name)"
                + (known.isEmpty ? ", it takes none" : "; it has \(known.joined(separator: ", "))")
        case .missingParameter(let report, let name):
            "the report \(report) needs --parameter \(name)=…"
        case .unreadableArgument(let report, let name, let value, let expected):
            "the report \(report) cannot use \(name)=\(value): it has to be \(expected)"
        }
    }
}

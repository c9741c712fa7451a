package import MirrorCore

/// Why a report cannot be made.
package enum ReportFailure: UserFacingError, Equatable {
    /// No report has that name; `known` lists the reports.
    case unknownReport(String, known: [String])
    /// The report's file has an invalid header line; lines are counted from 1.
    case malformedHeader(report: String, number: Int, line: String)
    /// The report's file lacks a title or a description.
    case missingHeader(report: String, key: String)
    /// The report's statement does not only read; `number` is nil if no line can be named.
    case badStatement(report: String, number: Int?, reason: String)
    /// The result's columns differ from those the header describes.
    case otherColumns(report: String, described: [String], found: [String])
    /// The statement's parameters differ from those the header describes.
    case otherParameters(report: String, described: [String], found: [String])
    /// The report has no such parameter; `known` lists those it has.
    case unknownParameter(report: String, name: String, known: [String])
    /// A parameter without a default was not given.
    case missingParameter(report: String, name: String)
    /// A parameter's value is invalid.
    case unreadableArgument(report: String, name: String, value: String, expected: String)
    /// The period that two parameters bound ends before it begins.
    case reversedPeriod(report: String, from: String, to: String)
    /// Rows of the result violate a check in the report's header; `value` is the first such value. Where it says
    /// itself in words what is wrong, `rows` is nil.
    case failedCheck(report: String, rows: Int?, value: String, reason: String)
    /// The report has no answer, as `value` says: a parameter names something that does not exist, or that cannot be used.
    case unanswered(report: String, FailureKind, value: String, reason: String)
    /// The level of privacy withholds a column without which the report has no meaning.
    case withheld(report: String, column: String, level: String)
    /// The period begins before what retention has kept.
    case beforeHistory(report: String, parameter: String, historyFrom: String)
    /// The period ends before the mirror's first run began.
    case beforeFirstRun(report: String, parameter: String, firstRunAt: String)
    /// The report reads relations without history.
    case noHistory(report: String, relations: [String])
    /// `report.directory` cannot be listed.
    case unusableDirectory(path: String, reason: String)
    /// A file in the reports' directory cannot be used as a report.
    case unusableFile(path: String, reason: String)

    package var kind: FailureKind {
        switch self {
        case .unknownReport, .unknownParameter, .missingParameter, .unreadableArgument, .reversedPeriod,
            .withheld, .noHistory, .beforeHistory, .beforeFirstRun:
            .usage
        case .unanswered(_, let kind, _, _): kind
        case .malformedHeader, .missingHeader, .badStatement, .otherColumns, .otherParameters, .failedCheck,
            .unusableFile:
            .unusableData
        case .unusableDirectory: .configuration
        }
    }

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .unknownReport(let name, let known):
            "there is no report \(name)"
                + Spelling.hint(
                    for: name, among: known, otherwise: "; choose one of \(known.joined(separator: ", "))")
        case .malformedHeader(let report, let number, let line):
            "the report \(report) has an invalid header line, line \(number): \(line)"
        case .missingHeader(let report, let key):
            "the report \(report) lacks the header line `-- \(key): …`"
        case .badStatement(let report, let number, let reason):
            "the report \(report) cannot be run\(number.map { ", line \($0)" } ?? ""): \(reason)"
        case .otherColumns(let report, let described, let found):
            "the report \(report) describes the columns \(Self.list(described)), but its result has "
                + Self.list(found)
        case .otherParameters(let report, let described, let found):
            "the report \(report) describes the parameters \(Self.list(described)), but its statement has "
                + Self.list(found)
        case .unknownParameter(let report, let name, let known):
            "the report \(report) has no parameter \(name)"
                + (known.isEmpty ? ", it takes none" : "; it has \(known.joined(separator: ", "))")
        case .missingParameter(let report, let name):
            "the report \(report) needs --parameter \(name)=…"
        case .unreadableArgument(let report, let name, let value, let expected):
            "the report \(report) cannot use \(name)=\(value): it must be \(expected)"
        case .reversedPeriod(let report, let from, let to):
            "the report \(report) needs a valid period: \(to) must not be before \(from)"
        case .failedCheck(let report, let rows?, let value, let reason):
            "the report \(report) is inconsistent in \(rows) of its rows, such as that of \(value): \(reason)"
        case .failedCheck(let report, nil, let value, let reason):
            "the report \(report) fails: \(reason): \(value)"
        case .unanswered(_, .usage, let value, _): value
        case .unanswered(let report, _, let value, let reason):
            "the report \(report) fails: \(reason): \(value)"
        case .withheld(let report, let column, let level):
            "the report \(report) means nothing without \(column), which the privacy level \(level) withholds: "
                + "ask for another report, or at another level"
        case .beforeHistory(let report, let parameter, let historyFrom):
            "the report \(report) can no longer tell of that time: retention has removed what was over before \(historyFrom); "
                + "begin then or later (\(parameter))"
        case .beforeFirstRun(let report, let parameter, let firstRunAt):
            "the report \(report) cannot tell of that time: the mirror knows nothing before its first run, which began at "
                + "\(firstRunAt); end then or later (\(parameter))"
        case .noHistory(let report, let relations):
            "the report \(report) is not available as of an earlier time: the mirror keeps no history of "
                + relations.joined(separator: ", ")
        case .unusableDirectory(let path, let reason): "report.directory \(path) \(reason)"
        case .unusableFile(let path, let reason): "\(path) is not a valid report: \(reason)"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }
}

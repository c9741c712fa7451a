import MirrorCore
import MirrorReading

/// The text of `report --list`.
package struct ReportList {
    private let catalogue: ReportCatalogue

    package init(_ catalogue: ReportCatalogue) { self.catalogue = catalogue }

    /// Text for people: each report's name, title and description, its parameters, and
    /// its columns with their units.
    package var text: String {
        catalogue.reports.map { report in
            "\(report.name): \(report.title.english)\n  \(report.description.english)\n"
                + report.parameters.map {
                    "  --parameter \($0.usage)\n      \($0.description.english)\($0.kind.remark)\n"
                }.joined()
                + pastWords(of: report) + Self.columnWords(of: report)
        }.joined(separator: "\n")
    }

    /// JSON for programs: an array of objects.
    package var json: String { json(of: Set(catalogue.reports.map(\.name))) }

    /// The JSON of the reports named in `names`.
    package func json(of names: Set<String>) -> String {
        let reports = catalogue.reports.filter { names.contains($0.name) }
        return JSONValue.array(reports.map(value(of:))).document() + "\n"
    }

    private func pastWords(of report: Report) -> String {
        let missing = catalogue.withoutHistory[report.name] ?? []
        return missing.isEmpty
            ? "  --as-of DATE\n"
            : "  no --as-of: the mirror keeps no history of \(missing.joined(separator: ", "))\n"
    }

    private static func columnWords(of report: Report) -> String {
        guard !report.columns.isEmpty else { return "" }
        return "  columns: "
            + report.columns.map { column in
                "\(column.name) (\(column.unit)\(report.list(of: column).map { ", with " + $0.rawValue } ?? ""))"
            }.joined(separator: ", ") + "\n"
    }

    private func value(of report: Report) -> JSONValue {
        .object([
            ("name", .string(report.name)), ("title", .string(report.title.english)),
            ("description", .string(report.description.english)),
            ("parameters", .array(report.parameters.map(\.json))),
            ("columns", .array(report.columns.map(\.json))),
            ("as_of", .boolean(catalogue.withoutHistory[report.name]?.isEmpty ?? true)),
        ])
    }
}

extension ReportParameter {
    /// `since=INSTANT (default -7d)`.
    fileprivate var usage: String {
        let value = kind.allowed ?? kind.typeName.uppercased()
        let otherwise =
            switch standsFor {
            case .nothing: isRequired ? "required" : "optional"
            case .text(let text): "default \(text)"
            case .setting(let setting): "default: the setting \(setting.rawValue)"
            }
        return "\(name)=\(value) (\(otherwise))"
    }

    fileprivate var json: JSONValue {
        var text: String?
        var setting: String?
        switch standsFor {
        case .nothing: break
        case .text(let value): text = value
        case .setting(let value): setting = value.rawValue
        }
        return .object([
            ("name", .string(name)), ("type", .string(kind.typeName)), ("default", JSONValue(text)),
            ("default_setting", JSONValue(setting)), ("required", .boolean(isRequired)),
            ("allowed", JSONValue(kind.allowed)), ("description", .string(description.english)),
        ])
    }
}

extension ReportParameter.Kind {
    fileprivate var typeName: String {
        switch self {
        case .instant: "instant"
        case .start: "start"
        case .end: "end"
        case .integer: "integer"
        case .text: "text"
        }
    }

    /// The meaning of a day without a time, in a sentence.
    fileprivate var remark: String {
        switch self {
        case .instant, .start: " A day means its beginning in report.time_zone."
        case .end: " A day is included entirely; a time is excluded."
        case .integer, .text: ""
        }
    }

    fileprivate var allowed: String? {
        switch self {
        case .instant, .start, .end, .integer(nil), .text(nil): nil
        case .integer(let bounds?): "\(bounds.lowerBound)..\(bounds.upperBound)"
        case .text(let choices?): choices.joined(separator: "|")
        }
    }
}

/// What `report --list` says.
package struct ReportList: Sendable {
    package let reports: [Report]

    package init(_ reports: [Report]) { self.reports = reports }

    /// For people: each report's name and description, and under it its parameters.
    package var text: String {
        reports.map { report in
            "\(report.name)\n  \(report.description)\n"
                + report.parameters.map { "  --parameter \($0.usage)\n      \($0.description)\n" }.joined()
        }.joined(separator: "\n")
    }

    /// For programs: an array of objects.
    package var json: String {
        JSONValue.array(reports.map(Self.value(of:))).document() + "\n"
    }

    private static func value(of report: Report) -> JSONValue {
        .object([
            ("name", .string(report.name)), ("title", .string(report.title)),
            ("description", .string(report.description)),
            ("parameters", .array(report.parameters.map(value(of:)))),
        ])
    }

    private static func value(of parameter: ReportParameter) -> JSONValue {
        .object([
            ("name", .string(parameter.name)), ("type", .string(parameter.kind.typeName)),
            ("default", JSONValue(parameter.defaultText)),
            ("required", .boolean(parameter.isRequired)),
            ("allowed", JSONValue(parameter.kind.allowed)),
            ("description", .string(parameter.description)),
        ])
    }
}

extension ReportParameter {
    /// `since=INSTANT (default -7d)`.
    fileprivate var usage: String {
        let value = kind.allowed ?? kind.typeName.uppercased()
        let otherwise = defaultText.map { "default \($0)" } ?? (isRequired ? "required" : "optional")
        return "\(name)=\(value) (\(otherwise))"
    }
}

extension ReportParameter.Kind {
    fileprivate var typeName: String {
        switch self {
        case .instant: "instant"
        case .integer: "integer"
        case .text: "text"
        }
    }

    fileprivate var allowed: String? {
        switch self {
        case .instant, .integer(nil), .text(nil): nil
        case .integer(let bounds?): "\(bounds.lowerBound)..\(bounds.upperBound)"
        case .text(let choices?): choices.joined(separator: "|")
        }
    }
}

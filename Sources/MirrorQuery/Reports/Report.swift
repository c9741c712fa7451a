package import Foundation
import MirrorCore
import Schema

/// A question that the mirror answers, with its title, its words and its parameters.
package struct Report: Sendable, Equatable {
    /// As the command line knows it, in kebab-case.
    package let name: String
    package let title: String
    /// One sentence or two: what is counted and what is left out.
    package let description: String
    package let parameters: [ReportParameter]
    /// The statement, with a `:name` for each parameter.
    package let sql: String

    /// Reads a report's file: a header of comments, then one SELECT.
    ///
    /// The header's lines are `-- title: …`, `-- description: …` and, for each parameter, what
    /// ``ReportParameter/init(header:)`` reads. It ends at the first line that is no comment.
    ///
    /// - Throws: ``ReportFailure/malformedHeader(report:line:)`` and ``ReportFailure/missingHeader(report:key:)``.
    package init(name: String, sql: String) throws(ReportFailure) {
        var title: String?
        var description: String?
        var parameters: [ReportParameter] = []
        for line in sql.split(separator: "\n") {
            guard line.hasPrefix("--") else { break }
            if let text = Self.text(after: "title", in: line), title == nil {
                title = text
            } else if let text = Self.text(after: "description", in: line), description == nil {
                description = text
            } else if let text = Self.text(after: "parameter", in: line),
                let parameter = ReportParameter(header: text),
                !parameters.contains(where: { $0.name == parameter.name })
            {
                parameters.append(parameter)
            } else {
                throw .malformedHeader(report: name, line: String(line))
            }
        }
        guard let title else { throw .missingHeader(report: name, key: "title") }
        guard let description else { throw .missingHeader(report: name, key: "description") }
        self.name = name
        self.title = title
        self.description = description
        self.parameters = parameters
        self.sql = sql
    }

    /// The reports that the program brings along, by name.
    package static var all: [Report] {
        get throws(ReportFailure) {
            var reports: [Report] = []
            for (name, sql) in Schema.reports { reports.append(try Report(name: name, sql: sql)) }
            return reports
        }
    }

    /// The report called `name`.
    ///
    /// - Throws: ``ReportFailure/unknownReport(_:known:)``.
    package static func named(_ name: String) throws(ReportFailure) -> Report {
        let all = try all
        guard let report = all.first(where: { $0.name == name }) else {
            throw .unknownReport(name, known: all.map(\.name))
        }
        return report
    }

    /// The query that answers the report for `arguments`, by parameter name; `now` is what `-7d` counts from.
    ///
    /// - Throws: ``ReportFailure`` for an argument that is unknown, missing or unreadable.
    package func query(_ arguments: [String: String] = [:], now: Date) throws(ReportFailure) -> Query {
        if let unknown = arguments.keys.sorted().first(where: { name in
            !parameters.contains { $0.name == name }
        }) {
            throw .unknownParameter(report: name, name: unknown, known: parameters.map(\.name))
        }
        var values: [String: Value] = [:]
        for parameter in parameters {
            values[parameter.name] = try value(of: parameter, given: arguments[parameter.name], now: now)
        }
        return Query(sql, parameters: values)
    }

    private func value(
        of parameter: ReportParameter, given: String?, now: Date
    ) throws(ReportFailure) -> Value {
        guard let text = given ?? parameter.defaultText else {
            if parameter.isRequired { throw .missingParameter(report: name, name: parameter.name) }
            return .null
        }
        guard let value = parameter.kind.value(text, now: now) else {
            throw .unreadableArgument(
                report: name, name: parameter.name, value: text, expected: parameter.kind.expectation)
        }
        return value
    }

    private static func text(after key: String, in line: Substring) -> String? {
        let prefix = "-- \(key): "
        guard line.hasPrefix(prefix), line.count > prefix.count else { return nil }
        return String(line.dropFirst(prefix.count))
    }
}

import Foundation
package import MirrorCore
package import MirrorReading
import Schema

/// A predefined query with a title, a description and parameters.
package struct Report: Sendable, Equatable {
    /// Its name on the command line, in kebab-case.
    package let name: String
    /// In English twice where an analyst's file has no Norwegian one; so is the description.
    package let title: Wording
    /// One or two sentences: what is counted and what is left out.
    package let description: Wording
    package let parameters: [ReportParameter]
    /// The result's columns, in order; empty if an analyst's file describes none.
    package private(set) var columns: [ReportColumn]
    /// The conditions that each row of the result must meet.
    package let checks: [ReportCheck]
    /// The parameters that bound a period; nil if the report declares none.
    let period: ReportPeriod?
    /// The statement, with a `:name` for each parameter.
    package private(set) var sql: String
    /// The columns without which it has no meaning.
    let needs: [ReportNeed]
    /// Columns that it has only if the company's own list is set.
    let conditions: [ReportCondition]
    /// Columns whose values are words of ours.
    let words: ReportColumnWords
    /// How small groups are combined; nil if its rows are not groups of subscriptions.
    let fold: ReportFold?
    /// Whether it is an analyst's file.
    let isForeign: Bool

    /// Parses a report's file: a header of comments, then one SELECT.
    ///
    /// The header consists of `-- title: …`, `-- description: …`, the same in Norwegian as `-- title nb: …` and
    /// `-- description nb: …`, a line for each parameter (see
    /// ``ReportParameter/init(header:)``) and for each result column (see ``ReportColumn/init(header:)``).
    /// Below the lines they refer to follow `-- check: …`, `-- period: …`, `-- needs: …`, `-- fold: …`,
    /// `-- only: …` and `-- words: …` (see ``ReportCheck``, ``ReportPeriod``, ``ReportNeed``, ``ReportFold``,
    /// ``ReportCondition`` and ``ReportColumnWords``). It ends at the first line that is not a comment.
    ///
    /// - Throws: ``ReportFailure/malformedHeader(report:number:line:)`` and
    ///   ``ReportFailure/missingHeader(report:key:)``.
    package init(name: String, sql: String, isForeign: Bool = false) throws(ReportFailure) {
        let header = try ReportHeader(of: sql, report: name)
        guard let title = header.title else { throw .missingHeader(report: name, key: "title") }
        guard let description = header.description else {
            throw .missingHeader(report: name, key: "description")
        }
        self.name = name
        self.title = title
        self.description = description
        parameters = header.parameters
        columns = header.columns
        checks = header.checks
        period = header.period
        needs = header.needs
        conditions = header.conditions
        words = header.words
        fold = header.fold
        self.isForeign = isForeign
        self.sql = sql
    }

    /// The same report answered by another statement, whose result has other columns.
    func with(sql: String, columns: [ReportColumn]) -> Report {
        var report = self
        (report.sql, report.columns) = (sql, columns)
        return report
    }

    /// The program's own reports, sorted by name.
    package static var all: [Report] {
        get throws(ReportFailure) {
            var reports: [Report] = []
            for (name, sql) in Schema.reports { reports.append(try Report(name: name, sql: sql)) }
            return reports
        }
    }

    /// The query for the report with `arguments`, keyed by parameter name.
    ///
    /// - Throws: ``ReportFailure`` if an argument is unknown, missing or unreadable, or if a
    ///   period ends before it begins.
    package func query(
        _ arguments: [String: String] = [:], from viewpoint: Viewpoint,
        costCentres: CostCentres = CostCentres()
    ) throws(ReportFailure) -> Query {
        if let unknown = arguments.keys.sorted().first(where: { name in
            !parameters.contains { $0.name == name }
        }) {
            throw .unknownParameter(report: name, name: unknown, known: parameters.map(\.name))
        }
        var values: [String: Value] = [:]
        for parameter in parameters {
            let given = arguments[parameter.name] ?? parameter.standsFor.text(costCentres)
            values[parameter.name] = try value(of: parameter, given: given, from: viewpoint)
        }
        if let period, case .text(let from) = values[period.from], case .text(let to) = values[period.to],
            from > to
        {
            throw .reversedPeriod(report: name, from: period.from, to: period.to)
        }
        return Query(sql, parameters: values)
    }

    /// The parameters that say from when on the past is asked about, with their moments.
    func beginnings(_ query: Query) -> [(parameter: String, moment: Date)] {
        parameters.filter { $0.kind == .start || $0.name == period?.from }.compactMap { parameter in
            guard case .text(let text) = query.parameters[parameter.name] else { return nil }
            return Instant.date(text).map { (parameter.name, $0) }
        }
    }

    /// The parameter that says until when a period is asked about, with its moment.
    func end(_ query: Query) -> (parameter: String, moment: Date)? {
        guard let name = period?.to, case .text(let text) = query.parameters[name] else { return nil }
        return Instant.date(text).map { (name, $0) }
    }

    private func value(
        of parameter: ReportParameter, given: String?, from viewpoint: Viewpoint
    ) throws(ReportFailure) -> Value {
        guard let text = given else {
            if parameter.isRequired { throw .missingParameter(report: name, name: parameter.name) }
            return .null
        }
        guard let value = parameter.kind.value(text, from: viewpoint) else {
            throw .unreadableArgument(
                report: name, name: parameter.name, value: text, expected: parameter.kind.expectation)
        }
        return value
    }
}

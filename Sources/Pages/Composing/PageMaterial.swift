import Foundation
import MirrorCore
import MirrorReading
import Reports
import Schema

/// Everything that a page is composed of; whoever composes it reads nothing.
struct PageMaterial {
    let day: CalendarDay
    let month: CalendarMonth
    let viewpoint: Viewpoint
    let disclosure: PageDisclosure
    let version: String
    let now: [PageQuestions.Name: ReportAnswer]
    /// Of the subscriptions themselves.
    let rows: [[Value]]
    let status: Status?
    let closings: [MonthRecord]
    /// At the end of the month before; nil where the mirror is younger.
    var before: [PageQuestions.Name: ReportAnswer]?

    /// The past that the page is of, as the command line takes it.
    var asOf: String? { viewpoint.asOf.map { $0.option } }

    /// The answers about the month before, if they can be compared with those of now.
    var comparable: [PageQuestions.Name: ReportAnswer]? {
        before.flatMap { before in
            before[.states].flatMap { $0.coverage.completeAt == nil ? nil : before }
        }
    }

    /// Why there is nothing to compare with.
    var withoutComparison: Page.WithoutComparison? {
        guard comparable == nil else { return nil }
        return before == nil ? .mirrorIsYounger : .notComplete
    }

    func source(_ answer: ReportAnswer) -> PageSource { PageSource(answer, asOf: asOf) }
}

extension AsOf {
    /// A day where it ends with one, else the moment.
    fileprivate var option: String {
        let day = CalendarDay.text(of: lastMoment, in: timeZone)
        return CalendarDay(day)?.end(in: timeZone) == instant ? day : text
    }
}

/// A report's rows by the names of their columns.
struct NamedRows {
    let rows: [[Value]]
    private let places: [String: Int]

    init(_ answer: ReportAnswer) {
        rows = answer.rows
        places = Dictionary(
            answer.report.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    func value(_ column: String, of row: [Value]) -> Value {
        places[column].flatMap { row.indices.contains($0) ? row[$0] : nil } ?? .null
    }

    func text(_ column: String, of row: [Value]) -> String? {
        if case .text(let text) = value(column, of: row) { text } else { nil }
    }

    /// A text, or the digits of a number.
    func id(_ column: String, of row: [Value]) -> String? {
        switch value(column, of: row) {
        case .text(let text): text
        case .integer(let number): String(number)
        case .null, .real: nil
        }
    }

    func count(_ column: String, of row: [Value]) -> Int {
        if case .integer(let number) = value(column, of: row) { Int(number) } else { 0 }
    }

    func share(_ column: String, of row: [Value]) -> Double {
        switch value(column, of: row) {
        case .real(let number): number
        case .integer(let number): Double(number)
        case .null, .text: 0
        }
    }
}

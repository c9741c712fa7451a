import Foundation
import MirrorCore
import MirrorReading
import Reports
import Schema

/// All the data from which a page is composed, so that composing reads nothing.
struct PageMaterial {
    let day: CalendarDay
    let month: CalendarMonth
    let viewpoint: Viewpoint
    let disclosure: PagePrivacy
    let version: String
    let now: [PageReports.Name: ReportAnswer]
    /// Rows of the subscriptions themselves.
    let rows: [[Value]]
    let status: Status?
    let closings: [MonthRecord]
    /// Answers as of the end of the previous month; nil if the mirror is younger.
    var before: [PageReports.Name: ReportAnswer]?

    /// The past that the page shows, as a command-line argument; nil for the current mirror.
    var asOf: String? { viewpoint.asOf.map { $0.option } }

    /// The answers about the previous month, if they can be compared with the current ones.
    var comparable: [PageReports.Name: ReportAnswer]? {
        before.flatMap { before in
            before[.states].flatMap { $0.coverage.completeAt == nil ? nil : before }
        }
    }

    /// Why there is nothing to compare with; nil if there is.
    var withoutComparison: Page.WithoutComparison? {
        guard comparable == nil else { return nil }
        return before == nil ? .mirrorIsYounger : .notComplete
    }

    func source(_ answer: ReportAnswer) -> PageSource { PageSource(answer, asOf: asOf) }
}

extension AsOf {
    /// The day if the past ends with one, otherwise the moment.
    fileprivate var option: String {
        let day = CalendarDay.text(of: lastMoment, in: timeZone)
        return CalendarDay(day)?.end(in: timeZone) == instant ? day : text
    }
}

/// A report's rows with access by column name.
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

    /// A text, or a number's digits.
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

import Foundation
import MirrorCore
package import MirrorReading
import Reports

/// Reads a page's data from a mirror.
package struct PageReader {
    private let reader: MirrorReader
    private let settings: PageSettings

    /// - Parameter reader: shows the mirror as it is, or as it was.
    package init(_ reader: MirrorReader, _ settings: PageSettings) {
        self.reader = reader
        self.settings = settings
    }

    /// The most subscriptions on a page, for searching.
    static let searched = 2000

    /// The whole page.
    ///
    /// - Throws: `ReportFailure`, `QueryFailure` and `MirrorReadFailure`.
    package func page() throws -> Page {
        let viewpoint = reader.viewpoint
        let disclosure = PagePrivacy(settings.privacy, smallestGroup: settings.smallestGroup)
        let clocks = DateText(settings.language, viewpoint.timeZone)
        guard let day = clocks.day(of: viewpoint.asOf?.lastMoment ?? viewpoint.now),
            let month = CalendarMonth(String(day.text.prefix(7))),
            let monthEnd = clocks.day(of: month.beginning(in: viewpoint.timeZone).addingTimeInterval(-1))
        else { throw MirrorReadFailure.unreadable(path: reader.path, detail: "the day is not known") }
        let questions = try PageReports.now(
            since: monthEnd, isPast: reader.asOf != nil, costCentres: reader.costCentres,
            disclosure: disclosure)
        // On a separate connection, in parallel: the past does not change while the present is being read.
        let end = month.beginning(in: viewpoint.timeZone)
        let late = PendingResult.onOwnThread { try before(end) }
        defer { _ = try? late.wait() }
        let answers = try reader.answers(
            to: questions.requests, beside: disclosure.isNamed ? Self.subscriptions : nil)
        var material = PageMaterial(
            day: day, month: month, viewpoint: viewpoint, disclosure: disclosure,
            version: settings.version, now: Self.named(answers.reports, questions), rows: answers.rows,
            status: answers.status, closings: answers.closings)
        material.before = try late.wait()
        return try Page(material)
    }

    /// The subscriptions for searching.
    static let subscriptions = Query(
        """
        SELECT \(subscriptionColumns.joined(separator: ", ")) FROM subscription_flat
        ORDER BY msisdn LIMIT \(searched)
        """)

    static let subscriptionColumns = [
        "msisdn", "user_name", "state", "subscription_type", "user_reference1", "user_reference2",
        "user_reference3", "account_id",
    ]

    /// The answers as of the end of the previous month; nil if the mirror is younger.
    private func before(_ end: Date) throws -> [PageReports.Name: ReportAnswer]? {
        var viewpoint = reader.viewpoint
        viewpoint.asOf = AsOf(before: end, timeZone: viewpoint.timeZone)
        let then: MirrorReader
        do {
            then = try MirrorReader(like: reader, at: viewpoint)
        } catch MirrorReadFailure.beforeFirstRun {
            return nil
        }
        let questions = try PageReports.before(costCentres: reader.costCentres)
        return Self.named(try then.answers(to: questions.requests).reports, questions)
    }

    private static func named(
        _ answers: [ReportAnswer], _ questions: PageReports
    ) -> [PageReports.Name: ReportAnswer] {
        Dictionary(zip(questions.entries.map(\.name), answers), uniquingKeysWith: { first, _ in first })
    }
}

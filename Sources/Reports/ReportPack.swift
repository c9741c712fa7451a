package import Foundation
package import MirrorCore
package import MirrorReading

/// A set of reports for one workbook.
package struct ReportPack: Sendable {
    /// A report on its own sheet.
    package struct Sheet: Sendable {
        /// Its name: at most 31 characters.
        package let name: String
        package let report: String
        package let arguments: [String: String]
        /// Whether to run it as of the month's end rather than now.
        package let hasHistory: Bool

        init(_ name: String, _ report: String, _ arguments: [String: String] = [:], hasHistory: Bool = true) {
            self.name = name
            self.report = report
            self.arguments = arguments
            self.hasHistory = hasHistory
        }
    }

    package let name: String
    package let title: String
    package let sheets: [Sheet]

    /// The names of the available packs.
    package static let names = ["month-end"]

    /// A controller's month: its bridges, the numbers behind them, and what to check at its end.
    ///
    /// - Parameter isClosed: whether the month has a standing closing, whose figures are shown then;
    ///   otherwise the figures are those observed by the month's end.
    package static func monthEnd(
        _ month: CalendarMonth, in timeZone: TimeZone, isClosed: Bool
    ) -> ReportPack {
        let days = (from: lastDay(of: month.previous, in: timeZone), to: lastDay(of: month, in: timeZone))
        let period = isClosed ? ["month": month.text] : ["from": days.from, "to": days.to]
        func bridge(_ name: String, by grouping: MonthGrouping) -> Sheet {
            Sheet(
                name, isClosed ? "month-bridge" : "bridge", period.merging(["by": grouping.rawValue]) { $1 },
                hasHistory: !isClosed)
        }
        func numbers(_ name: String, _ figure: MonthBridge.Figure, by grouping: MonthGrouping = .total)
            -> Sheet
        {
            let chosen = ["figure": figure.rawValue, "by": grouping.rawValue]
            return Sheet(
                name, isClosed ? "month-numbers" : "bridge-numbers", period.merging(chosen) { $1 },
                hasHistory: !isClosed)
        }
        return ReportPack(
            name: "month-end",
            title: "Month-end \(month.text)\(isClosed ? ", as it was closed" : ", not closed")",
            sheets: [
                bridge("summary", by: .total), bridge("by cost centre", by: .costCentre),
                bridge("by account", by: .account), bridge("by type", by: .type),
                bridge("by organization", by: .organization),
                Sheet("events", "events", ["since": month.text + "-01", "until": month.next.text + "-01"]),
                numbers("moves", .movedIn, by: .costCentre),
                numbers("moves by account", .movedIn, by: .account), numbers("new", .new),
                numbers("returned", .returned), numbers("terminated", .terminated), numbers("gone", .gone),
                Sheet("barred", "barred-subscriptions"), Sheet("ended but listed", "ended-but-listed"),
                Sheet("double add-ons", "add-ons-standing-twice"), Sheet("unused twins", "unused-twins"),
                Sheet("no cost centre", "missing-references"),
                Sheet("users without name", "users-without-name"),
                Sheet("data quality", "data-quality", hasHistory: false),
            ])
    }

    private static func lastDay(of month: CalendarMonth, in timeZone: TimeZone) -> String {
        CalendarDay.text(of: month.end(in: timeZone).addingTimeInterval(-1), in: timeZone)
    }
}

#if XLSX
    extension ReportPack {
        /// Writes a workbook with one sheet per report, and one that describes them.
        ///
        /// If a row violates a check of a report, everything is written, and then the pack fails.
        ///
        /// - Parameters:
        ///   - privacy: how much of people it shows; reports that mean nothing at that level are left out, and it says so.
        ///   - then: the mirror at the month's end.
        ///   - now: the current mirror.
        /// - Throws: ``ReportFailure``, `QueryFailure`, `MirrorReadFailure`, `WorkbookFailure`,
        ///   `FileFailure`, errors from `sink`.
        package func write(
            of then: MirrorReader, _ now: MirrorReader, at privacy: ReportPrivacy = .full,
            in directory: String?,
            noting cuts: CutTexts,
            to sink: @escaping ByteSink
        ) throws {
            let book = try ResultWorkbook(created: now.viewpoint.now, to: sink)
            var lines: [String] = []
            var failure: ReportFailure?
            for sheet in sheets {
                let report = try ReportCatalogue.named(sheet.report, in: directory)
                let reader = sheet.hasHistory ? then : now
                do {
                    let coverage = try reader.write(
                        report, sheet.arguments, at: privacy, sheet: sheet.name, of: book, noting: cuts)
                    lines += ["", "\(sheet.name): \(report.description)", coverage.text]
                } catch let broken as ReportFailure {
                    switch broken {
                    case .failedCheck: failure = failure ?? broken
                    case .withheld: break
                    default: throw broken
                    }
                    lines += ["", "\(sheet.name): \(broken.message)"]
                }
            }
            try book.end(title: title, lines: lines + cuts.all.map(\.text))
            if let failure { throw failure }
        }
    }
#endif

package import Foundation
package import MirrorCore
package import MirrorReading

extension ReportPack {
    /// A controller's month: its bridges, the numbers behind them, and what needs a look at its end.
    ///
    /// - Parameter isClosed: whether a closing of the month stands, whose figures are shown then: the same as in it. Else they
    ///   are those that the mirror had observed by the month's end.
    package static func monthEnd(
        _ month: CalendarMonth, in timeZone: TimeZone, isClosed: Bool, _ language: ReportLanguage = .english
    ) -> ReportPack {
        let days = (from: lastDay(of: month.previous, in: timeZone), to: lastDay(of: month, in: timeZone))
        let period = isClosed ? ["month": month.text] : ["from": days.from, "to": days.to]
        func sheet(
            _ name: Wording, _ report: String, _ arguments: [String: String] = [:], hasHistory: Bool = true
        ) -> Sheet {
            Sheet(language.text(name), report, arguments, hasHistory: hasHistory)
        }
        func bridge(_ name: Wording, by grouping: MonthGrouping) -> Sheet {
            sheet(
                name, isClosed ? "month-bridge" : "bridge", period.merging(["by": grouping.rawValue]) { $1 },
                hasHistory: !isClosed)
        }
        func numbers(
            _ name: Wording, _ figure: MonthBridge.Figure, by grouping: MonthGrouping = .total
        ) -> Sheet {
            let chosen = ["figure": figure.rawValue, "by": grouping.rawValue]
            return sheet(
                name, isClosed ? "month-numbers" : "bridge-numbers", period.merging(chosen) { $1 },
                hasHistory: !isClosed)
        }
        let title =
            isClosed
            ? Wording("Month-end %, as it was closed", norwegian: "Månedsslutt %, slik den ble avsluttet")
            : Wording("Month-end %, not closed", norwegian: "Månedsslutt %, ikke avsluttet")
        return ReportPack(
            name: "month-end", title: language.text(title).replacing("%", with: month.text),
            sheets: [
                bridge(Wording("summary", norwegian: "sammendrag"), by: .total),
                bridge(Wording("by cost centre", norwegian: "per kostnadssted"), by: .costCentre),
                bridge(Wording("by account", norwegian: "per konto"), by: .account),
                bridge(Wording("by type", norwegian: "per type"), by: .type),
                bridge(Wording("by organization", norwegian: "per organisasjon"), by: .organization),
                sheet(
                    Wording("events", norwegian: "hendelser"), "events",
                    ["since": month.text + "-01", "until": month.next.text + "-01"]),
                numbers(Wording("moves", norwegian: "flyttinger"), .movedIn, by: .costCentre),
                // A closing is net; who left and came back, only the mirror's own history tells.
                sheet(
                    Wording("out and in again", norwegian: "ut og inn igjen"), "bridge-numbers",
                    ["from": days.from, "to": days.to, "by": "cost-centre", "figure": "out-and-in-again"]),
                numbers(
                    Wording("moves by account", norwegian: "flyttinger per konto"), .movedIn, by: .account),
                numbers(Wording("new", norwegian: "nye"), .new),
                numbers(Wording("returned", norwegian: "tilbake"), .returned),
                numbers(Wording("terminated", norwegian: "avsluttet"), .terminated),
                numbers(Wording("gone", norwegian: "borte"), .gone),
                sheet(Wording("barred", norwegian: "sperret"), "barred-subscriptions"),
                sheet(Wording("ended but listed", norwegian: "avsluttet, men på listen"), "ended-but-listed"),
                sheet(
                    Wording("double add-ons", norwegian: "doble tilleggstjenester"), "add-ons-standing-twice"),
                sheet(Wording("unused twins", norwegian: "ubrukte tvillinger"), "unused-twins"),
                sheet(Wording("no cost centre", norwegian: "uten kostnadssted"), "missing-references"),
                sheet(Wording("users without name", norwegian: "brukere uten navn"), "users-without-name"),
                sheet(
                    Wording("data quality", norwegian: "datakvalitet"), "data-quality", hasHistory: false),
            ], language: language)
    }

    private static func lastDay(of month: CalendarMonth, in timeZone: TimeZone) -> String {
        CalendarDay.text(of: month.end(in: timeZone).addingTimeInterval(-1), in: timeZone)
    }
}

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
            let description = language == .english ? nil : descriptions[report].map(language.text)
            return Sheet(
                language.text(name), report, arguments, hasHistory: hasHistory, description: description)
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

    /// The reports' descriptions in Norwegian; the English ones stand in the reports.
    private static let descriptions: [String: Wording] = Dictionary(
        uniqueKeysWithValues: [
            (
                "bridge",
                """
                Hvordan antallet ved slutten av én måned fører til antallet ved slutten av den neste, per gruppe: åpning \
                + lastet + nye + tilbake + flyttet inn + lest inn - flyttet ut - avsluttet - borte - lest ut = slutt. \
                Hver hendelse teller, så et nummer som kom og gikk, er med i begge tall.
                """
            ),
            (
                "month-bridge",
                """
                Hvordan antallet ved slutten av måneden før fører til antallet ved månedens slutt, slik måneden ble \
                avsluttet: åpning + korrigert inn - korrigert ut + lastet + nye + tilbake + flyttet inn - flyttet ut - \
                avsluttet - borte + lest inn - lest ut = slutt; netto.
                """
            ),
            ("bridge-numbers", "Numrene bak tallene: én rad for hver gang et nummer teller."),
            ("month-numbers", "Numrene bak tallene, slik måneden ble avsluttet."),
            (
                "events",
                """
                Hva som skjedde med numrene, med bruker, kostnadssted og de to kjøringene det skjedde mellom; det som \
                kan høre til måneden før, er merket.
                """
            ),
            (
                "barred-subscriptions",
                "Abonnementer som er sperret og ikke avsluttet, de som har vært sperret lengst, først."
            ),
            (
                "ended-but-listed",
                "Abonnementer og tilleggstjenester som har hatt sin siste dag, og som API-et fortsatt har på listen."
            ),
            ("add-ons-standing-twice", "Abonnementer som har den samme tilleggstjenesten mer enn én gang."),
            (
                "unused-twins",
                "Abonnementer der tvilling-SIM-kort og tvillingprodukter ikke passer sammen."
            ),
            ("missing-references", "Abonnementer uten kostnadssted: uten tekst, eller med et ord som N/A."),
            ("users-without-name", "Abonnementer der ingen kan si hvem som bruker dem."),
            ("data-quality", "Hvor langt dataene kan stoles på, nå."),
        ].map { ($0, Wording("", norwegian: $1)) })
}

import MirrorCore
import MirrorReading
import Reports

/// Describes in a language how fresh and how complete a figure's data is.
struct CoverageText {
    let language: PageLanguage
    let dates: DateText
    private var numbers: NumberText { NumberText(language) }

    init(_ language: PageLanguage, _ dates: DateText) {
        self.language = language
        self.dates = dates
    }

    /// How many columns a figure's line names.
    private static let named = 2

    /// One short line for a figure, with the worst of its unreadable columns; see ``more(_:)``.
    func line(_ coverage: ReportCoverage) -> String {
        ([completeness(coverage)] + unreadable(worst(coverage).prefix(Self.named), coverage))
            .joined(separator: "; ")
    }

    /// How many unreadable columns ``line(_:)`` leaves out; nil if none.
    func more(_ coverage: ReportCoverage) -> String? {
        let left = coverage.unreadable.count - Self.named
        return left > 0 ? language.text(Self.andMore, numbers.count(left)) : nil
    }

    private func worst(_ coverage: ReportCoverage) -> [UnreadableColumn] {
        coverage.unreadable.sorted { ($1.numberCount, $0.name) < ($0.numberCount, $1.name) }
    }

    /// Everything the report itself says about its coverage.
    func full(_ coverage: ReportCoverage) -> String {
        ([completeness(coverage)] + gapless(coverage) + waiting(coverage)
            + unreadable(worst(coverage)[...], coverage)
            + [coverage.unreadable.isEmpty ? language.text(Self.readable) : nil].compactMap(\.self)
            + verified(coverage) + missed(coverage) + gaps(coverage) + present(coverage))
            .joined(separator: "; ")
    }

    private func completeness(_ coverage: ReportCoverage) -> String {
        guard let completeAt = coverage.completeAt else { return language.text(Self.neverComplete) }
        return language.text(Self.complete, dates.short(instant: completeAt))
    }

    private func gapless(_ coverage: ReportCoverage) -> [String] {
        if coverage.isAhead { return [language.text(Self.ahead)] }
        guard let from = coverage.gaplessFrom, let to = coverage.gaplessTo else { return [] }
        return [language.text(Self.gapless, dates.short(instant: from), dates.short(instant: to))]
    }

    private func waiting(_ coverage: ReportCoverage) -> [String] {
        guard let queue = coverage.queueCount, let aside = coverage.quarantineCount else {
            return [language.text(Self.waitingThen)]
        }
        var parts = [
            language.text(Self.queued, numbers.count(queue)), language.text(Self.aside, numbers.count(aside)),
        ]
        if let rows = coverage.unreadableRowCount, rows > 0 {
            parts.append(language.text(Self.lists, numbers.count(rows)))
        }
        return parts
    }

    private func unreadable(
        _ columns: ArraySlice<UnreadableColumn>, _ coverage: ReportCoverage
    ) -> [String] {
        columns.map { column in
            language.text(
                Self.unreadable, ReportWords.unreadable(column.name, language),
                numbers.count(column.numberCount), numbers.count(coverage.listedCount ?? 0))
        }
    }

    private func verified(_ coverage: ReportCoverage) -> [String] {
        let shares = coverage.details.entries.filter { $0.measure == "verified" }.compactMap {
            entry -> String? in
            guard let count = entry.count, let of = entry.ofCount, of > 0 else { return nil }
            // Rounded down, so that only all of them give 100.
            let share = (Double(count) / Double(of) * 1000).rounded(.down) / 10
            return numbers.percent(share) + " " + ReportWords.value(entry.detail ?? "", language)
        }
        return shares.isEmpty ? [] : [language.text(Self.verified, shares.joined(separator: ", "))]
    }

    private func missed(_ coverage: ReportCoverage) -> [String] {
        coverage.details.entries.filter { $0.measure == "missed" }.compactMap { entry in
            guard let count = entry.count, let of = entry.ofCount else { return nil }
            return language.text(Self.missed, numbers.count(count), numbers.count(of))
        }
    }

    private func gaps(_ coverage: ReportCoverage) -> [String] {
        let count = coverage.details.entries.count { $0.measure == "gap" }
        return count == 0 ? [] : [language.count(count, one: Self.gap, many: Self.manyGaps)]
    }

    private func present(_ coverage: ReportCoverage) -> [String] {
        guard !coverage.relationsAsNow.isEmpty else { return [] }
        return [language.text(Self.asNow, coverage.relationsAsNow.joined(separator: ", "))]
    }

    private static let complete = Wording("complete as of %", norwegian: "fullstendig per %")
    private static let neverComplete = Wording(
        "not complete yet", norwegian: "ikke fullstendig ennå")
    private static let gapless = Wording("gapless from % to %", norwegian: "uten hull fra % til %")
    private static let ahead = Wording(
        "gapless up to an unknown time, as a clock was wrong",
        norwegian: "uten hull til et ukjent tidspunkt, fordi en klokke gikk feil")
    private static let waitingThen = Wording(
        "the numbers queued or set aside at that time are unknown",
        norwegian: "hva som var i kø eller satt til side da, er ikke kjent")
    private static let queued = Wording("% in the queue", norwegian: "% i kø")
    private static let aside = Wording("% set aside", norwegian: "% satt til side")
    private static let lists = Wording(
        "lists incomplete, % unreadable rows", norwegian: "lister ikke fullstendige, % uleselige rader")
    private static let unreadable = Wording(
        "% unreadable for % of % numbers", norwegian: "% uleselig for % av % numre")
    private static let andMore = Wording("and % more", norwegian: "og % til")
    private static let readable = Wording(
        "no unreadable values in the columns read", norwegian: "ingenting uleselig i det den leser")
    private static let verified = Wording("verified %", norwegian: "kontrollert %")
    private static let missed = Wording(
        "the search missed % of % fetched again",
        norwegian: "søket gikk glipp av % av % som ble hentet på nytt")
    private static let gap = Wording("% gap before", norwegian: "% hull før det")
    private static let manyGaps = Wording("% gaps before", norwegian: "% hull før det")
    private static let asNow = Wording("as now: %", norwegian: "som nå: %")
}

extension CoverageText {
    /// A sentence for a light's reason.
    func words(_ reason: PageLight.Reason) -> String {
        switch reason {
        case .neverComplete:
            language.text(Wording("No run was complete yet", norwegian: "Ingen kjøring er fullført ennå"))
        case .asOf(let upTo):
            language.text(
                Wording("All changes are known up to %", norwegian: "Alle endringer er kjent til %"),
                dates.short(instant: upTo))
        case .tooOld(let upTo):
            language.text(
                Wording(
                    "The data is more than a day old: changes are known up to %",
                    norwegian: "Dataene er mer enn et døgn gamle: endringer er kjent til %"),
                dates.short(instant: upTo))
        case .ageUnknown:
            language.text(
                Wording(
                    "How old the data is, nobody can tell: a clock is or was wrong",
                    norwegian: "Ingen vet hvor gamle dataene er: en klokke går eller gikk feil"))
        case .runFailed(let id):
            language.text(Wording("Run % failed", norwegian: "Kjøring % mislyktes"), String(id))
        case .parked(let count):
            language.text(
                Wording(
                    "% numbers look gone and wait for a decision",
                    norwegian: "% numre ser ut til å være borte og venter på en avgjørelse"),
                numbers.count(count))
        case .neverFetched(let count):
            language.text(
                Wording("% numbers were never fetched", norwegian: "% numre er aldri hentet"),
                numbers.count(count))
        case .unreadableRows(let count):
            language.text(
                Wording(
                    "The list is incomplete, % rows of it are unreadable",
                    norwegian: "Listen er ufullstendig, % rader i den er uleselige"), numbers.count(count))
        case .waiting(let count):
            language.text(
                Wording("% numbers wait in the queue", norwegian: "% numre venter i køen"),
                numbers.count(count))
        case .setAside(let count):
            language.text(
                Wording("% numbers are set aside", norwegian: "% numre er satt til side"),
                numbers.count(count))
        case .gaps(let count):
            language.count(
                count, one: Wording("% gap in the past", norwegian: "% hull i fortiden"),
                many: Wording("% gaps in the past", norwegian: "% hull i fortiden"))
        case .complete:
            language.text(
                Wording(
                    "Every number is fetched, none waits", norwegian: "Alle numre er hentet, ingen venter"))
        case .unreadable(let column, let count, let of):
            language.text(
                Wording(
                    "% could not be read for % of % numbers",
                    norwegian: "% kunne ikke leses for % av % numre"),
                ReportWords.unreadable(column, language), numbers.count(count), numbers.count(of))
        case .readable:
            language.text(
                Wording(
                    "Every value of a subscription could be read",
                    norwegian: "Alle verdier for abonnementene kunne leses"))
        }
    }
}

import Foundation
import MirrorCore

/// Computes a bridge's counts second by second and without SQL: each number's state just
/// before and just after a moment.
struct BridgeModel {
    typealias Fact = BridgeStory.Fact

    /// One count of a number in a figure, in a group.
    struct Entry: Hashable {
        var figure: String
        let group: String
        let msisdn: String
        let at: Date
    }

    static let oslo = TimeZone(identifier: "Europe/Oslo") ?? .gmt

    let story: BridgeStory
    let by: String

    /// All events from `from` until just before `to`, and the numbers at both ends.
    func entries(from: Date, to: Date) -> [Entry] {
        story.observations.keys.sorted().flatMap { msisdn in
            var entries: [Entry] = []
            func note(_ figure: String, _ group: String, _ at: Date) {
                entries.append(Entry(figure: figure, group: group, msisdn: msisdn.digits, at: at))
            }
            if let group = group(of: msisdn, at: from) { note("opening", group, from) }
            for at in moments(of: msisdn) where at >= from && at < to {
                let (before, after) = (group(of: msisdn, at: at), group(of: msisdn, at: at + 1))
                guard !story.rereadings.contains(at) else {
                    guard before != after else { continue }
                    if let before { note("reread-out", before, at) }
                    if let after { note("reread-in", after, at) }
                    continue
                }
                let isOther = after != nil && hasNewHolder(msisdn, at: at)
                if let before, after == nil || isOther { note(departure(of: msisdn, at: at), before, at) }
                if let after, before == nil || isOther {
                    note(arrival(of: msisdn, at: at, isOther), after, at)
                }
                if let before, let after, before != after, !isOther {
                    note("moved-out", before, at)
                    note("moved-in", after, at)
                }
            }
            if let group = group(of: msisdn, at: to) { note("closing", group, to) }
            return entries
        }
    }

    /// A number's state by the observations before `moment`; nil if it does not count then.
    private func fact(of msisdn: Msisdn, at moment: Date) -> Fact? {
        guard let fact = story.observations[msisdn]?.last(where: { $0.at < moment })?.fact else { return nil }
        if let end = end(of: fact), end < moment { return nil }
        return fact
    }

    /// The beginning of the day after the last one.
    private func end(of fact: Fact) -> Date? {
        guard let validTo = fact.validTo else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Self.oslo
        let parts = validTo.split(separator: "-").compactMap { Int($0) }
        return calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2] + 1))
    }

    /// Every second after which the number's state may change.
    private func moments(of msisdn: Msisdn) -> [Date] {
        let observations = story.observations[msisdn] ?? []
        let ends = observations.compactMap { $0.fact.flatMap(end) }
        return Set(observations.map(\.at) + ends + story.comparisons.map(\.finishedAt)).sorted()
    }

    private func lastCounted(_ msisdn: Msisdn, before moment: Date) -> Fact? {
        moments(of: msisdn).reversed().lazy.filter { $0 <= moment }
            .compactMap { fact(of: msisdn, at: $0) }.first
    }

    private func hasNewHolder(_ msisdn: Msisdn, at moment: Date) -> Bool {
        guard let old = lastCounted(msisdn, before: moment), let new = fact(of: msisdn, at: moment + 1) else {
            return false
        }
        return new.validFrom > old.validFrom && (new.user != old.user || new.owner != old.owner)
    }

    private func departure(of msisdn: Msisdn, at moment: Date) -> String {
        let observation = story.observations[msisdn]?.last { $0.at <= moment }
        guard observation?.fact == nil else { return "terminated" }
        let isOver = lastCounted(msisdn, before: moment).flatMap(end).map { $0 <= moment } ?? false
        return isOver ? "terminated" : "gone"
    }

    private func arrival(of msisdn: Msisdn, at moment: Date, _ isOther: Bool) -> String {
        if lastCounted(msisdn, before: moment) != nil, !isOther { return "returned" }
        return moment > story.firstLoadEnd ? "new" : "loaded"
    }

    private func group(of msisdn: Msisdn, at moment: Date) -> String? {
        guard let fact = fact(of: msisdn, at: moment) else { return nil }
        switch by {
        case "account":
            if let account = fact.account { return "account \(account)" }
            return isCompared(msisdn, at: moment) ? "no account" : "account not yet known"
        case "type": return "type \(fact.type)"
        case "organization": return fact.owner.map { "organization \($0)" } ?? "not known"
        case "cost-centre":
            let text = (fact.reference ?? "").trimmingCharacters(in: .whitespaces)
            return ["", "N/A"].contains(text) ? "missing" : "cost centre \(text)"
        default: return "total"
        }
    }

    /// Whether a comparison had ended that began after the number was seen, or seen again.
    private func isCompared(_ msisdn: Msisdn, at moment: Date) -> Bool {
        let known = (story.observations[msisdn] ?? []).filter { $0.at < moment }
        let since = known.lastIndex { $0.fact == nil }.map { known.index(after: $0) } ?? known.startIndex
        guard known.indices.contains(since) else { return false }
        return story.comparisons.contains { $0.startedAt >= known[since].at && $0.finishedAt < moment }
    }
}

/// Accounts for the change in head count from the end of one month to that of the next, net per number.
///
/// opening + restated in - restated out + loaded + new + returned + moved in - moved out - terminated - gone
/// + reread in - reread out = closing.
package struct MonthBridge: Sendable, Equatable {
    /// The event that a number had in the month.
    package enum Figure: String, Sendable, CaseIterable {
        /// The end of the previous month is now known to differ from when it was closed.
        case restatedIn = "restated-in"
        case restatedOut = "restated-out"
        case loaded
        case new
        case returned
        case movedIn = "moved-in"
        case movedOut = "moved-out"
        case terminated
        case gone
        /// A new program version reads the stored document differently; nothing happened to the number.
        case rereadIn = "reread-in"
        case rereadOut = "reread-out"

        /// Its sign in the head count of its group.
        package var sign: Int {
            switch self {
            case .restatedIn, .loaded, .new, .returned, .movedIn, .rereadIn: 1
            case .restatedOut, .movedOut, .terminated, .gone, .rereadOut: -1
            }
        }
    }

    /// One number behind one figure.
    package struct Event: Sendable, Hashable {
        package var grouping: MonthGrouping
        package var figure: Figure
        /// Digits; nil once the person was forgotten.
        package var msisdn: String?
        /// The group that it counted in before; nil if it did not count.
        package var from: String?
        package var to: String?

        package init(
            grouping: MonthGrouping, figure: Figure, msisdn: String?, from: String?, to: String?
        ) {
            self.grouping = grouping
            self.figure = figure
            self.msisdn = msisdn
            self.from = from
            self.to = to
        }

        /// The group whose figure it belongs to.
        package var group: String { (figure.sign > 0 ? to : from) ?? "" }
    }

    /// A group's head counts at both ends, and the figures between them.
    package struct Counts: Sendable, Hashable {
        package var opening = 0
        package var closing = 0
        package var figures: [Figure: Int] = [:]

        package init() {}

        package subscript(figure: Figure) -> Int { figures[figure] ?? 0 }

        /// Whether the figures lead from the opening to the closing.
        package var isBalanced: Bool {
            // A damaged closing may hold any number.
            opening &+ figures.reduce(0) { $0 &+ $1.key.sign &* $1.value } == closing
        }
    }

    /// One rereading of the stored documents during the month: each number's state just before and just
    /// after.
    package struct Renormalization: Sendable {
        package var before: [String: MonthSubscription]
        package var after: [String: MonthSubscription]

        /// Compares two states of the same moment, in any order; numbers that read as before are left out.
        package init(before: [MonthSubscription], after: [MonthSubscription]) {
            let read = MonthBridge.byNumber(after)
            self.before = MonthBridge.byNumber(before).filter { read[$0.key].map { [$0] } != [$0.value] }
            self.after = read.filter { [before = self.before] in before[$0.key] != nil }
        }
    }

    /// By grouping and group.
    package private(set) var counts: [MonthGrouping: [String: Counts]] = [:]
    /// By grouping, figure and number.
    package private(set) var events: [Event] = []

    /// - Parameters:
    ///   - frozen: the previous month as closed; nil if it was not closed.
    ///   - before: the end of the previous month as known now.
    ///   - rereadings: those in the month, the earliest first.
    ///   - after: the end of the month as known now; contains every number in `before`.
    package init(
        frozen: [MonthSubscription]?, before: [MonthSubscription], rereadings: [Renormalization] = [],
        after: [MonthSubscription]
    ) {
        let earlier = Self.byNumber(before)
        for grouping in MonthGrouping.allCases {
            counts[grouping] = [:]
            for row in frozen ?? before where row.isCounted {
                counts[grouping]?[row.group(by: grouping), default: Counts()].opening += 1
            }
            for row in after where row.isCounted {
                counts[grouping]?[row.group(by: grouping), default: Counts()].closing += 1
            }
        }
        if let frozen { restate(frozen, as: before, earlier) }
        for row in after {
            guard let msisdn = row.msisdn else { continue }
            var last = earlier[msisdn]
            for rereading in rereadings {
                guard let old = rereading.before[msisdn], let new = rereading.after[msisdn] else { continue }
                note(old, after: last)
                reread(old, as: new)
                last = new
            }
            note(row, after: last)
        }
        events.sort { Self.key($0) < Self.key($1) }
    }

    private static func byNumber(_ rows: [MonthSubscription]) -> [String: MonthSubscription] {
        Dictionary(
            rows.compactMap { row in row.msisdn.map { ($0, row) } }, uniquingKeysWith: { first, _ in first })
    }

    private static func key(_ event: Event) -> (String, String, String, String) {
        (event.grouping.rawValue, event.figure.rawValue, event.msisdn ?? "", event.group)
    }

    /// Records where the closed month differs from what is known now.
    private mutating func restate(
        _ frozen: [MonthSubscription], as before: [MonthSubscription], _ known: [String: MonthSubscription]
    ) {
        for row in frozen where row.isCounted {
            // Nothing is known of a forgotten person any more, so the number no longer counts.
            let now = row.msisdn.flatMap { known[$0] }.flatMap { $0.isCounted ? $0 : nil }
            for grouping in MonthGrouping.allCases {
                let (old, new) = (row.group(by: grouping), now?.group(by: grouping))
                guard old != new else { continue }
                add(.restatedOut, row.msisdn, grouping, from: old, to: new)
                if let new { add(.restatedIn, row.msisdn, grouping, from: old, to: new) }
            }
        }
        let closed = Set(frozen.filter(\.isCounted).compactMap(\.msisdn))
        for row in before where row.isCounted {
            guard let msisdn = row.msisdn, !closed.contains(msisdn) else { continue }
            for grouping in MonthGrouping.allCases {
                add(.restatedIn, msisdn, grouping, from: nil, to: row.group(by: grouping))
            }
        }
    }

    private mutating func note(_ row: MonthSubscription, after before: MonthSubscription?) {
        let isOther = before.map { Self.isDifferentPerson(row, than: $0) } ?? true
        switch (before?.isCounted ?? false, row.isCounted) {
        case (false, false): return
        case (false, true):
            let figure: Figure = isOther ? (before == nil && row.isOfFirstLoad ? .loaded : .new) : .returned
            begin(figure, row)
        case (true, false):
            end(row.hasEnded || !row.isGone ? .terminated : .gone, before)
        case (true, true):
            if isOther {
                end(.terminated, before)
                begin(.new, row)
            } else if let before {
                move(before, to: row)
            }
        }
    }

    /// Whether a number now belongs to another user or owner, from a later day.
    private static func isDifferentPerson(_ row: MonthSubscription, than before: MonthSubscription) -> Bool {
        guard let now = row.validFrom, let then = before.validFrom, now > then else { return false }
        return row.holder != before.holder
    }

    private mutating func begin(_ figure: Figure, _ row: MonthSubscription) {
        for grouping in MonthGrouping.allCases {
            add(figure, row.msisdn, grouping, from: nil, to: row.group(by: grouping))
        }
    }

    private mutating func end(_ figure: Figure, _ row: MonthSubscription?) {
        guard let row else { return }
        for grouping in MonthGrouping.allCases {
            add(figure, row.msisdn, grouping, from: row.group(by: grouping), to: nil)
        }
    }

    private mutating func move(_ before: MonthSubscription, to row: MonthSubscription) {
        for grouping in MonthGrouping.allCases {
            let (old, new) = (before.group(by: grouping), row.group(by: grouping))
            guard old != new else { continue }
            add(.movedOut, row.msisdn, grouping, from: old, to: new)
            add(.movedIn, row.msisdn, grouping, from: old, to: new)
        }
    }

    private mutating func reread(_ old: MonthSubscription, as new: MonthSubscription) {
        for grouping in MonthGrouping.allCases {
            let from = old.isCounted ? old.group(by: grouping) : nil
            let to = new.isCounted ? new.group(by: grouping) : nil
            guard from != to else { continue }
            if from != nil { add(.rereadOut, new.msisdn, grouping, from: from, to: to) }
            if to != nil { add(.rereadIn, new.msisdn, grouping, from: from, to: to) }
        }
    }

    private mutating func add(
        _ figure: Figure, _ msisdn: String?, _ grouping: MonthGrouping, from: String?, to: String?
    ) {
        let event = Event(grouping: grouping, figure: figure, msisdn: msisdn, from: from, to: to)
        events.append(event)
        counts[grouping]?[event.group, default: Counts()].figures[figure, default: 0] += 1
    }

    /// The first group whose figures do not lead from the opening to the closing; nil if there is none.
    package var unbalancedGroup: (grouping: MonthGrouping, group: String)? {
        for grouping in MonthGrouping.allCases {
            let broken = (counts[grouping] ?? [:]).filter { !$0.value.isBalanced }.keys.sorted()
            if let group = broken.first { return (grouping, group) }
        }
        return nil
    }
}

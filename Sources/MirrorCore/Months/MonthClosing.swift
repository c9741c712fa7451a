import Crypto
package import Foundation

/// A month's head count as closed.
package struct MonthClosing: Sendable, Equatable {
    package var month: CalendarMonth
    /// Only observations from before this moment count.
    package var closedAt: Date
    package var from: Date
    package var to: Date
    package var timeZone: String
    /// Which reference held the cost centre, and the pattern that extracted it.
    package var costCentreReference: String
    package var costCentrePattern: String?
    /// Whether spellings that differ only in capitals, white space or Unicode form counted as one.
    package var costCentreFolds: Bool
    /// How many parts of the month are not covered by any search.
    package var gapCount: Int
    /// The relation `completeness` at the time of closing, as JSON.
    package var completeness: String
    /// The counted subscriptions, each with its seal.
    package var subscriptions: [Sealed<MonthSubscription>]
    /// The groups, each with its seal.
    package var counts: [Sealed<CountRow>]
    /// The numbers behind the figures, each with its seal, in the bridge's order.
    package var events: [Sealed<MonthBridge.Event>]

    /// The head counts of a group, with its name at the time.
    package struct CountRow: Sendable, Equatable {
        package var grouping: MonthGrouping
        package var group: String
        package var name: String?
        package var counts: MonthBridge.Counts

        package init(
            grouping: MonthGrouping, group: String, name: String?, counts: MonthBridge.Counts
        ) {
            self.grouping = grouping
            self.group = group
            self.name = name
            self.counts = counts
        }
    }

    package init(
        month: CalendarMonth, closedAt: Date, from: Date, to: Date, timeZone: String,
        costCentreReference: String, costCentrePattern: String?, costCentreFolds: Bool, gapCount: Int,
        completeness: String,
        subscriptions: [Sealed<MonthSubscription>], counts: [Sealed<CountRow>],
        events: [Sealed<MonthBridge.Event>]
    ) {
        self.month = month
        self.closedAt = closedAt
        self.from = from
        self.to = to
        self.timeZone = timeZone
        self.costCentreReference = costCentreReference
        self.costCentrePattern = costCentrePattern
        self.costCentreFolds = costCentreFolds
        self.gapCount = gapCount
        self.completeness = completeness
        self.subscriptions = subscriptions
        self.counts = counts
        self.events = events
    }

    /// The checksum over the whole closing and the one before it, as 64 hexadecimal digits.
    ///
    /// It contains only the digests of subscriptions, of numbers behind figures and of group names, so that a person can be
    /// forgotten and the checksum still matches.
    ///
    /// - Parameter previous: the checksum of the closing or reopening before; nil for the first.
    package func checksum(after previous: String?) -> String {
        var hash = SHA256()
        func add(_ fields: [String?]) { hash.add(fields) }
        add(["submirror month closing 1", previous])
        add([
            month.text, Instant.text(closedAt), Instant.text(from), Instant.text(to), timeZone,
            costCentreReference, costCentrePattern, String(costCentreFolds), String(gapCount), completeness,
        ])
        for row in subscriptions { hash.update(data: Data(row.digest)) }
        for sealed in counts.sorted(by: { Self.order($0) < Self.order($1) }) {
            let counts = sealed.row.counts
            let numbers = [counts.opening] + MonthBridge.Figure.allCases.map { counts[$0] } + [counts.closing]
            hash.update(data: Data(sealed.digest))
            add([sealed.row.grouping.rawValue] + numbers.map { String($0) })
        }
        for event in events {
            hash.update(data: Data(event.digest))
            add([event.row.grouping.rawValue, event.row.figure.rawValue])
        }
        return hash.hexadecimal
    }

    /// The checksum over the reopening of a closing, chained like those of closings.
    ///
    /// - Parameters:
    ///   - closing: the checksum of the closing that was reopened.
    ///   - moment: when, in the mirror's format.
    ///   - previous: the checksum of the closing or reopening before.
    package static func reopeningChecksum(
        of closing: String, at moment: String, because reason: String, after previous: String?
    ) -> String {
        var hash = SHA256()
        hash.add(["submirror month reopening 1", previous, closing, moment, reason])
        return hash.hexadecimal
    }

    /// An order that stays the same when a group loses its name.
    private static func order(_ row: Sealed<CountRow>) -> (String, String) {
        (row.row.grouping.rawValue, row.digest.map { String(UInt16($0) + 256, radix: 16) }.joined())
    }
}

extension SHA256 {
    fileprivate mutating func add(_ fields: [String?]) {
        update(data: Data((fields.map { $0 ?? "\u{0}" }.joined(separator: "\u{1F}") + "\n").utf8))
    }

    fileprivate var hexadecimal: String {
        finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// A row with the digest that represents it in a checksum.
package struct Sealed<Row: Sendable & Equatable>: Sendable, Equatable {
    package var row: Row
    /// Random, so that the number cannot be found by trying all numbers; nil once the person was forgotten.
    package var salt: [UInt8]?
    package var digest: [UInt8]

    package init(row: Row, salt: [UInt8]?, digest: [UInt8]) {
        self.row = row
        self.salt = salt
        self.digest = digest
    }
}

/// A row whose texts may name a person.
package protocol SealedContent: Sendable, Equatable {
    /// The texts that the seal covers.
    var sealedWords: [String?] { get }
}

extension Sealed where Row: SealedContent {
    /// Seals `row` with 16 random bytes.
    package init(sealing row: Row, with generator: inout some RandomNumberGenerator) {
        let salt = (0..<2).flatMap { _ in
            let bits = generator.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
        }
        self.init(row: row, salt: salt, digest: Self.digest(of: row, with: salt))
    }

    /// Whether the row is as it was sealed; nil once the person was forgotten, because it can no longer be
    /// checked.
    package var isIntact: Bool? { salt.map { Self.digest(of: row, with: $0) == digest } }

    /// 16 bytes that distinguish this row from any other.
    private static func digest(of row: Row, with salt: [UInt8]) -> [UInt8] {
        let text = row.sealedWords.map { $0 ?? "\u{0}" }.joined(separator: "\u{1F}")
        return Array(SHA256.hash(data: Data(salt) + Data(text.utf8)).prefix(16))
    }
}

extension MonthSubscription: SealedContent {
    package var sealedWords: [String?] {
        [msisdn, state, account, costCentre, type, organization, validFrom, validTo]
    }
}

extension MonthBridge.Event: SealedContent {
    package var sealedWords: [String?] { [grouping.rawValue, figure.rawValue, msisdn, from, to] }
}

extension MonthClosing.CountRow: SealedContent {
    package var sealedWords: [String?] { [grouping.rawValue, group, name] }
}

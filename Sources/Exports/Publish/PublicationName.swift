import Foundation
import MirrorCore

/// The name of a publication's folder: the time of its data, and the run after which it was written.
struct PublicationName: Comparable {
    let text: String
    private let asOf: String
    private let run: Int64

    /// - Parameter asOf: UTC, `2026-11-22T13:05:00Z`.
    init(asOf: String, run: Int64) {
        self.asOf = asOf.filter { $0 != "-" && $0 != ":" }
        self.run = run
        text = "\(self.asOf)-run\(run)"
    }

    /// Parses a folder's name; nil if it is not a publication's.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(\d{8}T\d{6}Z)-run(\d{1,18})/), let run = Int64(match.2)
        else { return nil }
        self.text = text
        asOf = String(match.1)
        self.run = run
    }

    /// The time of its data.
    var moment: Date? {
        // 20261122T130500Z
        guard let match = asOf.wholeMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/) else { return nil }
        let (_, year, month, day, hour, minute, second) = match.output
        return Instant.date("\(year)-\(month)-\(day)T\(hour):\(minute):\(second)Z")
    }

    static func < (left: PublicationName, right: PublicationName) -> Bool {
        (left.asOf, left.run) < (right.asOf, right.run)
    }
}

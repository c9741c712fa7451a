import Foundation
import GRDB
import MirrorCore
import Schema

/// Adds up deviations from the documented format.
struct AnomalyWriter {
    /// Limits the table, as a server can invent keys without end; further paths share the row `?`.
    static let rowLimit = 1000

    private let add: SQLStatement
    private let now: Value

    init(in db: Database, now: Date) throws {
        self.now = .text(Instant.text(now))
        add = try SQLStatement(
            cached: """
                INSERT INTO anomaly (path, kind, count, first_seen_at, last_seen_at, example)
                SELECT iif(
                        EXISTS (SELECT 1 FROM anomaly WHERE path = ?1 AND kind = ?2)
                            OR (SELECT count(*) FROM anomaly) < \(Self.rowLimit),
                        ?1, '?'),
                    ?2, ?3, ?4, ?4, ?5
                WHERE true
                ON CONFLICT (path, kind) DO UPDATE SET
                    count = count + excluded.count,
                    last_seen_at = max(last_seen_at, excluded.last_seen_at),
                    example = coalesce(excluded.example, example)
                """, in: db)
    }

    func save(_ anomalies: [Anomaly]) throws {
        var sums: [[ExactText]: Anomaly] = [:]
        for anomaly in anomalies {
            let key = [ExactText(anomaly.path), ExactText(anomaly.kind.rawValue)]
            sums[key, default: anomaly.uncounted].count += anomaly.count
        }
        for sum in sums.values {
            try add.run([
                .text(sum.path), .text(sum.kind.rawValue), Value(sum.count), now, Value(sum.example),
            ])
        }
    }
}

extension Anomaly {
    fileprivate var uncounted: Anomaly {
        var copy = self
        copy.count = 0
        return copy
    }
}

import MirrorCore
import PullJSON

/// Counts deviations from the documentation, by place and kind.
struct AnomalyCollector {
    private struct Entry {
        let path: FieldPath
        /// The unknown key, with its leading point; empty for the value at `path` itself.
        let key: String
        let kind: Anomaly.Kind
        var count = 1
        var example: String?
    }

    /// How many unknown keys are counted separately in one document; further ones are counted as `?`.
    private static let maximumKeys = 100

    /// Anomalies counted before the document was read.
    var earlier: [Anomaly] = []
    private var entries: [Entry] = []
    private var keys = 0

    /// Counts a value at `path` that is not of the documented type.
    mutating func unreadable(_ path: FieldPath, example: String) {
        count(path, kind: .unreadableValue, example: example)
    }

    /// Counts a value at `path` that was read although it is not written as documented.
    mutating func unexpectedForm(_ path: FieldPath, example: String) {
        count(path, kind: .unexpectedForm, example: example)
    }

    /// Counts a missing or null value at `path` where the API promises one.
    mutating func missing(_ path: FieldPath) { count(path, kind: .missingRequired, example: nil) }

    /// Counts an undocumented key of the object at `path`.
    mutating func unknown(_ key: JSONText, in path: FieldPath, example: String) {
        var name = "." + (key.fieldName ?? "?")
        if keys >= Self.maximumKeys, !entries.contains(where: { $0.key.hasSameBytes(as: name) }) {
            name = ".?"
        }
        if count(path, key: name, kind: .unknownKey, example: example) { keys += 1 }
    }

    /// Returns true if it is the first of its place and kind.
    @discardableResult
    private mutating func count(
        _ path: FieldPath, key: String = "", kind: Anomaly.Kind, example: String?
    ) -> Bool {
        for index in entries.indices
        where entries[index].kind == kind && entries[index].path.isSameLiteral(as: path)
            && entries[index].key.hasSameBytes(as: key)
        {
            entries[index].count += 1
            entries[index].example = Self.first(entries[index].example, example)
            return false
        }
        entries.append(Entry(path: path, key: key, kind: kind, example: example))
        return true
    }

    /// The first of the two in content order, so that the order of the document's arrays does not matter.
    private static func first(_ one: String?, _ other: String?) -> String? {
        guard let one, let other else { return one ?? other }
        return ContentOrder.of(other, one) == .before ? other : one
    }

    private static func order(_ left: Anomaly, _ right: Anomaly) -> ContentOrder {
        ContentOrder.of(left.path, right.path).then(.of(left.kind.rawValue, right.kind.rawValue))
    }

    /// All counted anomalies, sorted by path and kind.
    var anomalies: [Anomaly] {
        var merged: [Anomaly] = []
        let found =
            earlier
            + entries.map {
                Anomaly(path: $0.path.text + $0.key, kind: $0.kind, count: $0.count, example: $0.example)
            }
        for anomaly in found.sorted(by: { Self.order($0, $1) == .before }) {
            if let last = merged.last, Self.order(last, anomaly) == .same {
                merged[merged.count - 1].count += anomaly.count
                merged[merged.count - 1].example = Self.first(last.example, anomaly.example)
            } else {
                merged.append(anomaly)
            }
        }
        return merged
    }
}

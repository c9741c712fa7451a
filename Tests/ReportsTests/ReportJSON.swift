import Foundation
import MirrorCore
import Testing

/// Parses a report's document with Foundation, as another program would.
enum ReportJSON {
    static func rows(in text: String) throws -> [[String: Value]] {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let rows = try #require(document["rows"] as? [[String: Any]])
        return try rows.map { try $0.mapValues(value) }
    }

    private static func value(_ value: Any) throws -> Value {
        switch value {
        case is NSNull: return .null
        case let text as String: return .text(text)
        case let number as NSNumber:
            let isWhole = "\(number)".allSatisfy { $0.isNumber || $0 == "-" }
            return isWhole ? .integer(number.int64Value) : .real(number.doubleValue)
        default: throw CocoaError(.coderReadCorrupt)
        }
    }
}

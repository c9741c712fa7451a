import Foundation
import MirrorCore
import Normalizer
import Testing

/// The number for which most tests ask; invented.
let asked = Fixture.msisdn("4790000001")

enum Fixture {
    static func msisdn(_ digits: String) -> Msisdn {
        guard let msisdn = Msisdn(digits) else { preconditionFailure("\(digits) is no msisdn") }
        return msisdn
    }

    /// A document about ``asked`` with all required members, and `members` in addition.
    static func document(_ members: String...) -> String {
        let required = [
            #""msisdn":"4790000001""#, #""status":"ACTIVE""#, #""validFromDate":"2020-02-29""#,
            #""type":{"id":1}"#, #""owner":{}"#,
        ]
        let replaced = members.map { $0.prefix { $0 != ":" } }
        return "{"
            + (required.filter { !replaced.contains($0.prefix { $0 != ":" }) } + members).joined(
                separator: ",")
            + "}"
    }

    static func normalize(
        _ document: String, asked: Msisdn = asked, language: String = "no"
    ) throws(DocumentError) -> NormalizedSubscription {
        let bytes = Array(document.utf8)
        return try Normalizer.normalize(detail: bytes.span.bytes, asked: asked, language: language)
    }
}

extension NormalizedSubscription {
    /// The anomalies as `path kind count example`, for easy comparison.
    var anomalyLines: [String] { anomalies.map(\.line) }
}

extension Anomaly {
    var line: String { "\(path) \(kind.rawValue) \(count)" + (example.map { " " + $0 } ?? "") }
}

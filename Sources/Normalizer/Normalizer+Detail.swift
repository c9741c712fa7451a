package import MirrorCore
import PullJSON

extension Normalizer {
    /// All that a detail document says, as rows.
    ///
    /// - Parameters:
    ///   - detail: the reply's body.
    ///   - asked: the number that the request was for.
    ///   - language: the language asked for, which the texts then carry.
    /// - Throws: when the body is no JSON object, has no readable msisdn, or is about another number.
    package static func normalize(
        detail: RawSpan, asked: Msisdn, language: String
    ) throws(DocumentError) -> NormalizedSubscription {
        try normalize(detail, from: .detail, asked: asked, language: language)
    }

    /// What one entry of a search's list says, as rows; it holds less than the detail, so absence means nothing.
    ///
    /// - Throws: when the entry is no JSON object or has no readable msisdn.
    package static func normalize(
        listEntry: RawSpan, language: String
    ) throws(DocumentError) -> NormalizedSubscription {
        let asked = try msisdn(in: listEntry)
        return try normalize(listEntry, from: .listEntry, asked: asked, language: language)
    }

    private static func normalize(
        _ bytes: RawSpan, from source: SubscriptionDraft.Source, asked: Msisdn, language: String
    ) throws(DocumentError) -> NormalizedSubscription {
        let (draft, anomalies) = try DocumentReader.read(bytes) { (reader) throws(JSONError) in
            let draft = try SubscriptionDraft(of: asked, language: language, from: source, in: &reader)
            return (draft, reader.anomalies)
        }
        guard let msisdn = draft.msisdn else { throw .msisdnMissing }
        guard msisdn == asked else { throw .anotherNumber }
        var subscription = draft.normalized()
        subscription.anomalies = anomalies.anomalies
        let hash = ContentHash.of(subscription)
        subscription.contentHash = hash
        return subscription
    }

    /// The number that an entry is about.
    private static func msisdn(in entry: RawSpan) throws(DocumentError) -> Msisdn {
        let msisdn = try DocumentReader.read(entry) { (reader) throws(JSONError) -> Msisdn? in
            var msisdn: Msisdn?
            try reader.json.beginObject()
            while let key = try reader.json.nextKey() {
                if key == "msisdn" {
                    msisdn = try reader.msisdn(FieldPath("$", ".msisdn"))
                } else {
                    try reader.json.skipValue()
                }
            }
            return msisdn
        }
        guard let msisdn else { throw .msisdnMissing }
        return msisdn
    }
}

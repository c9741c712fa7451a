package import MirrorCore
import PullJSON

extension Normalizer {
    /// The rows of a detail document.
    ///
    /// - Parameters:
    ///   - detail: the reply's body.
    ///   - asked: the number that the request was for.
    ///   - language: the requested language, which is recorded with the texts.
    /// - Throws: if the body is not a JSON object, has no readable msisdn, or is about another number.
    package static func normalize(
        detail: RawSpan, asked: Msisdn, language: String
    ) throws(DocumentError) -> NormalizedSubscription {
        let (draft, anomalies) = try DocumentReader.read(detail) { (reader) throws(JSONError) in
            let draft = try SubscriptionDraft(of: asked, language: language, in: &reader)
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
}

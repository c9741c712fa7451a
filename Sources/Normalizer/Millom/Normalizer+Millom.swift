package import MirrorCore
import PullJSON

extension Normalizer {
    /// The rows of a reply to `accountInfo`.
    ///
    /// - Throws: if the body is not a JSON object.
    package static func normalize(
        accountInfo document: RawSpan, of subscriber: MillomSubscriber
    ) throws(DocumentError) -> NormalizedMillomRecord {
        try normalize(.accountInfo, document, of: subscriber)
    }

    /// The rows of a reply to `balance`.
    package static func normalize(
        balance document: RawSpan, of subscriber: MillomSubscriber
    ) throws(DocumentError) -> NormalizedMillomRecord {
        try normalize(.balance, document, of: subscriber)
    }

    /// The rows of a reply to `upsellOffer`.
    package static func normalize(
        upsellOffer document: RawSpan, of subscriber: MillomSubscriber
    ) throws(DocumentError) -> NormalizedMillomRecord {
        try normalize(.upsellOffer, document, of: subscriber)
    }

    /// The rows of a reply for any `record`.
    ///
    /// The paths of anomalies begin with the record's name: `balance:$.activePlans[].expiry`.
    package static func normalize(
        _ record: MillomRecord, _ document: RawSpan, of subscriber: MillomSubscriber
    ) throws(DocumentError) -> NormalizedMillomRecord {
        var result = try DocumentReader.read(document, at: record.rawValue + ":$") {
            (reader) throws(JSONError) in
            var document = MillomDocument(of: subscriber, record)
            try document.read(&reader)
            return document.result
        }
        result.contentHash = ContentHash.of(result)
        return result
    }
}

extension ContentHash {
    /// Raised whenever the same document of Millom's would give other rows or other bytes.
    static let millomVersion: UInt8 = 1

    /// The hash of the rows and the anomalies, without values that change merely with time.
    static func of(_ record: NormalizedMillomRecord) -> [UInt8] {
        var content = CanonicalContent(version: millomVersion)
        content.add(record.record.rawValue)
        content.add(record.accountType)
        content.add(record.account.map { [$0] } ?? [])
        content.add(record.moneyBalances)
        content.add(record.plans)
        content.add(record.planGauges)
        content.add(record.state.map { [$0] } ?? [])
        content.add(record.offers)
        content.add(record.offerQuotas)
        content.add(record.texts)
        content.add(record.anomalies)
        return content.withBytes(of)
    }
}

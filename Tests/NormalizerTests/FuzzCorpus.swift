import MirrorCore
import TestSupport

/// Damaged documents of every kind that the normalizer reads: details at random, and samples of lists.
struct FuzzCorpus {
    private var generator: SubscriptionGenerator
    private var mutator: DocumentMutator
    private var pool: [[UInt8]] = []

    init(seed: UInt64) {
        generator = SubscriptionGenerator(seed: seed)
        mutator = DocumentMutator(seed: seed)
        pool = (0..<100).map { _ in sound() }
    }

    /// The next damaged document.
    mutating func next() -> [UInt8] {
        if mutator.random.once(in: 20) { pool[mutator.random.below(pool.count)] = sound() }
        return mutator.damaged(mutator.random.pick(pool), splicedWith: mutator.random.pick(pool))
    }

    /// The next undamaged document; every other one is a detail.
    mutating func sound() -> [UInt8] {
        guard mutator.random.once(in: 2) else { return Array(detail.utf8) }
        switch mutator.random.below(4) {
        case 0:
            let entries = (0..<mutator.random.below(4)).map { _ in detail }
            return Array("[\(entries.joined(separator: ", "))]".utf8)
        case 1: return Array(Self.accounts.utf8)
        case 2: return Array(Self.types.utf8)
        default: return Array(Self.addOns.utf8)
        }
    }

    private var detail: String {
        mutating get { generator.document(about: asked.digits).text }
    }

    private static let accounts = """
        [{"id": 12345678, "accountReference1": "Kostnadssted 4711", "accountReference2": null, "status": "OPEN",
          "type": "NORMAL", "owner": {"orgNumber": "910000001", "name": "Ås Rør AS",
          "address": {"streetName": "Kaigata", "postalCode": "0001"}}, "invoice": {"x": 1}, "personalPayer": "N/A"},
         {"id": "00000012", "owner": {"orgNumber": "910000001"}}]
        """
    private static let types = """
        [{"id": 76055, "name": "Bedrift Fri+ 20GB", "paymentType": "POSTPAID", "accessType": "MOBILE",
          "texts": [{"type": "SUBSCRIPTION_INCLUDES", "value": "1GB inkludert"}], "bindings": [],
          "usageQuoutas": [{"name": "Antall MB", "value": 100.5, "unit": "MB", "validTo": "31.12.2026"}]},
         {"id": 76055, "name": "Bedrift Fri+ 20GB"}, {"id": "1"}]
        """
    private static let addOns = """
        [{"id": 698, "name": "Tvilling", "texts": [{"type": "DESCRIPTION", "value": "To kort, ett nummer"}],
          "usageQuotas": [], "bindings": "array", "cancellable": true, "orderTypes": ["NEW"], "validTo": "2027-01-31"},
         {"id": 1, "name": null, "cancellable": "FALSE"}]
        """
}

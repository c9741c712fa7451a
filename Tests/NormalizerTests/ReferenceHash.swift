import Crypto
import MirrorCore

/// Computes the content hash independently, from the rows' `values`.
enum ReferenceHash {
    static func hash(of subscription: NormalizedSubscription) -> [UInt8] {
        var bytes: [UInt8] = [2]
        func append(_ relation: String, _ rows: [[Value]]) {
            put(.text(relation), to: &bytes)
            put(.integer(Int64(rows.count)), to: &bytes)
            for value in rows.joined() { put(value, to: &bytes) }
        }
        append("subscription", [subscription.subscription.values])
        append("party", subscription.parties.map(\.values))
        append("sim_card", subscription.simCards.map(\.values))
        append("setting", subscription.settings.map(\.values))
        append("subscription_binding", subscription.bindings.map(\.values))
        append("subscription_usage_quota", subscription.usageQuotas.map(\.values))
        append("add_on", subscription.addOns.map(\.values))
        append("add_on_binding", subscription.addOnBindings.map(\.values))
        append("add_on_usage_quota", subscription.addOnUsageQuotas.map(\.values))
        append("add_on_order_type", subscription.addOnOrderTypes.map(\.values))
        append("subscription_type", subscription.subscriptionType.map { [$0.values] } ?? [])
        append("organization", subscription.organizations.map { $0.values + [Value($0.address != nil)] })
        append(
            "product_text",
            subscription.texts.map { product in
                [
                    .text(product.owner.rawValue), .integer(product.productID), .text(product.language),
                    Value(product.texts.count),
                ] + product.texts.flatMap { [.text($0.type), .text($0.value)] }
            })
        append(
            "anomaly",
            subscription.anomalies.map { [.text($0.path), .text($0.kind.rawValue), Value($0.count)] })
        return Array(SHA256.hash(data: bytes))
    }

    private static func put(_ value: Value, to bytes: inout [UInt8]) {
        func word(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        switch value {
        case .null: bytes.append(0)
        case .integer(let integer): bytes += [1] + word(UInt64(bitPattern: integer))
        case .real(let real): bytes += [2] + word(real.bitPattern)
        case .text(let text): bytes += [3] + word(UInt64(text.utf8.count)) + Array(text.utf8)
        }
    }
}

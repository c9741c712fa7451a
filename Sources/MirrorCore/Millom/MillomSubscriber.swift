/// A subscriber as Millom's calls identify one: by an id, its type, and the operator.
package struct MillomSubscriber: Hashable, Sendable {
    /// The kinds of id.
    ///
    /// Source: millom-standard-api.yaml, `KeyType`.
    package enum KeyType: String, Sendable, CaseIterable {
        /// A number with its country code, digits only.
        case msisdn = "MSISDN"
        /// Carrier plan identifier: base64 with `+`, `/` and `=`, a comma, and the operator's network code.
        case cpid = "CPID"
        /// Operator encrypted token.
        case opet = "OPET"
    }

    package let keyType: KeyType
    /// The id as the operator or Millom gave it, byte for byte.
    package let id: String
    /// The operator's name, as agreed with Millom.
    package let `operator`: String

    /// Accepts an id that can be part of a path.
    ///
    /// Nil for an empty id, one of more than 512 bytes or with control characters, and for an MSISDN that is
    /// not a number.
    package init?(_ keyType: KeyType, _ id: String, operator: String) {
        let bytes = id.utf8
        guard (1...512).contains(bytes.count), bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return nil
        }
        if keyType == .msisdn, Msisdn(id) == nil { return nil }
        self.keyType = keyType
        self.id = id
        self.operator = `operator`
    }

    /// The number, if the id is one.
    package var msisdn: Msisdn? { keyType == .msisdn ? Msisdn(id) : nil }

    /// The subscriber as a log may show it: the type, and the last three characters of the id.
    package var redacted: String { "\(keyType.rawValue) …\(id.suffix(3))" }

    package static func == (left: MillomSubscriber, right: MillomSubscriber) -> Bool {
        left.keyType == right.keyType && left.id.hasSameBytes(as: right.id)
            && left.operator.hasSameBytes(as: right.operator)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keyType)
        for byte in id.utf8 { hasher.combine(byte) }
    }
}

/// An id of Millom's known to belong to the person with a number.
package struct MillomAlias: Hashable, Sendable {
    package let id: String
    package let msisdn: Msisdn

    package init(id: String, msisdn: Msisdn) {
        self.id = id
        self.msisdn = msisdn
    }
}

/// The records that Millom keeps of a subscriber, each fetched by a separate call.
///
/// Source: millom-standard-api.yaml.
package enum MillomRecord: String, Sendable, CaseIterable {
    /// Prepaid or postpaid, and the money balances.
    case accountInfo = "account_info"
    /// The active plans, with the rest of their quotas.
    case balance
    /// The subscriber's state, and the offers.
    case upsellOffer = "upsell_offer"
}

/// Where the money for an offer comes from.
///
/// Source: millom-standard-api.yaml, `ActivationRequest`.
package enum MillomFundSource: String, Sendable, CaseIterable {
    case wallet = "WALLET"
    case loan = "LOAN"
}

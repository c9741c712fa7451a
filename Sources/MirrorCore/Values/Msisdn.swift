/// The number of a subscription's main SIM: E.164 digits with the country code, without a `+`.
package struct Msisdn: Hashable, Sendable, Comparable {
    /// 1 to 15 ASCII digits.
    package let digits: String

    /// Takes `digits` when they are 1 to 15 ASCII digits; nil otherwise.
    ///
    /// Source: E.164 allows 15 digits; API.md 1.3 shows `4795124144`, and numbers of machines have 12.
    package init?(_ digits: String) {
        let bytes = digits.utf8
        guard (1...15).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        self.digits = digits
    }

    /// What a log may show of the number: its last three digits.
    package var redacted: String { "…" + digits.suffix(3) }

    package static func < (left: Msisdn, right: Msisdn) -> Bool { left.digits < right.digits }
}

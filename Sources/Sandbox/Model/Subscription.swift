/// One subscription in the backend, before its values get a notation.
///
/// Each item has a permanent `serial` that determines its sloppiness, so removing a neighbour changes nothing.
struct Subscription: Sendable {
    /// The index it was generated from.
    let index: Int
    let msisdn: UInt64
    var kind: Int
    var account: Int
    var reference1: String?
    var reference2: String?
    var reference3: String?
    var validFrom: Day
    var validTo: Day?
    var status: Status
    var user: Party
    var payer: Party
    /// Index into the company's organizations.
    var owner: Int
    var sims: [Sim]
    var settings: [Setting]
    var addOns: [AddOn]
    var bindings: [Binding]
    var quotas: [Quota]
    /// Counts changes; in a sloppy sandbox the order of arrays depends on it.
    var version = 0
    /// The time of the last change, in milliseconds since 1970 by the server's clock.
    var changedAt: Int64 = 0
    /// The serial of the next new item.
    var nextSerial = 100

    enum Status: String, Sendable {
        case active = "ACTIVE"
        case barred = "BARRED"
        case terminated = "TERMINATED"
    }

    struct Person: Sendable {
        let firstName: String
        let middleName: String?
        let lastName: String
        let birthDate: Day?
    }

    struct Party: Sendable {
        var person: Person?
        /// Index into the company's organizations.
        var organization: Int?
    }

    struct Sim: Sendable {
        let serial: Int
        /// The card's own number; nil for a data-only card.
        let msisdn: UInt64?
        /// nil for an eSIM that was never downloaded.
        let iccID: String?
        let type: String
    }

    struct Setting: Sendable {
        /// Index into the catalogue's settings.
        let product: Int
        var isActive: Bool
        var canActivate: Bool
        var canDeactivate: Bool
    }

    struct Binding: Sendable {
        let serial: Int
        let name: String
        let type: String
    }

    struct Quota: Sendable {
        let serial: Int
        let template: QuotaTemplate
        let validTo: Day?
    }

    struct AddOn: Sendable {
        let serial: Int
        /// Index into the catalogue's add-ons.
        let kind: Int
        let validTo: Day?
        let bindings: [Binding]
        let quotas: [Quota]
    }

    /// Its position in the order of changes.
    var changeKey: ChangeOrder.Key { ChangeOrder.Key(changedAt: changedAt, msisdn: msisdn) }

    mutating func takeSerial() -> Int {
        defer { nextSerial += 1 }
        return nextSerial
    }
}

/// One subscription as the backend knows it, before anything is spelled.
///
/// Every item carries a `serial` that stays with it: sloppiness hangs on it, so that a removed neighbour changes nothing.
struct Subscription: Sendable {
    /// The running number that it was generated from.
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
    /// Counts changes; the order of arrays hangs on it when the sandbox is sloppy.
    var version = 0
    /// When it changed last, in milliseconds since 1970 by the server's clock.
    var changedAt: Int64 = 0
    /// The serial that the next new item gets.
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
        /// The card's own number; nil for a card that only has data.
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

    /// Where it stands in the order of changes.
    var changeKey: ChangeOrder.Key { ChangeOrder.Key(changedAt: changedAt, msisdn: msisdn) }

    mutating func takeSerial() -> Int {
        defer { nextSerial += 1 }
        return nextSerial
    }
}

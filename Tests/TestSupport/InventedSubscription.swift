package import MirrorCore

extension Msisdn {
    /// An unassigned Norwegian mobile number: 4790000000 plus `number`.
    package static func invented(_ number: Int) -> Msisdn {
        guard let msisdn = Msisdn(String(4_790_000_000 + number)) else {
            preconditionFailure("an invented number has to be small")
        }
        return msisdn
    }
}

extension NormalizedSubscription {
    /// A subscription of an invented person in an invented company.
    ///
    /// It has at least one row of every relation, a card without an ICCID, and an add-on that occurs twice.
    package static func invented(_ msisdn: Msisdn) -> NormalizedSubscription {
        var row = SubscriptionRow(msisdn: msisdn)
        row.status = "ACTIVE"
        row.subscriptionTypeID = 1001
        row.userReference1 = "Kostnadssted 4711"
        row.userReference2 = ""
        row.validFromDate = "2020-02-29"
        var document = NormalizedSubscription(subscription: row)
        document.addCompany()
        document.addProducts()
        return document.hashed
    }

    /// This document after `change`, as the source would then return it.
    package func changed(_ change: (inout NormalizedSubscription) -> Void) -> NormalizedSubscription {
        var next = self
        change(&next)
        return next.hashed
    }

    /// This document with a hash of its content, which does not depend on the order.
    private var hashed: NormalizedSubscription {
        var lines = rows.flatMap { rows in rows.cells.map { "\(rows.relation.name) \($0)" } }
        lines += organizations.map { "\($0.address != nil) \($0.values)" } + texts.map { "\($0)" }
        lines += anomalies.map { "\($0)" }
        var next = self
        next.contentHash = Array(
            "\(subscription.values) \(subscriptionType?.values ?? []) \(lines.sorted())".utf8)
        return next
    }

    private mutating func addCompany() {
        var company = OrganizationRow(orgNumber: "999000111")
        company.name = "Fjordbåt Øst AS"
        var address = OrganizationRow.Address()
        address.streetName = "Kaigata"
        address.streetNumber = "7"
        address.postalCode = "0001"
        address.postalPlace = "OSLO"
        company.address = address
        organizations = [company]
        var user = PartyRow(msisdn: msisdn, role: .user, kind: .person)
        user.firstName = "Åse"
        user.lastName = "Bråten"
        user.birthDate = "1980-05-17"
        var owner = PartyRow(msisdn: msisdn, role: .owner, kind: .organization)
        owner.orgNumber = company.orgNumber
        parties = [user, owner]
    }

    private mutating func addProducts() {
        var type = SubscriptionTypeRow(id: 1001)
        type.name = "Bedrift Flyt"
        type.paymentType = "POSTPAID"
        type.accessType = "MOBILE"
        subscriptionType = type
        texts = [
            ProductTexts(
                owner: .addOn, productID: 698, language: "no",
                texts: [.init(type: "DESCRIPTION", value: "To kort, ett nummer")])
        ]
        simCards = [
            SimCardRow(msisdn: msisdn, iccID: nil, simMsisdn: "580000000001", type: "DATA"),
            SimCardRow(msisdn: msisdn, iccID: "8947000000000000001", simMsisdn: msisdn.digits, type: "MAIN"),
        ]
        var roaming = SettingRow(msisdn: msisdn, settingID: 1)
        roaming.name = "Datakontroll utland"
        roaming.active = true
        roaming.canDeactivate = true
        var mailbox = SettingRow(msisdn: msisdn, settingID: 2)
        mailbox.active = false
        settings = [roaming, mailbox]
        var twin = AddOnRow(msisdn: msisdn, productID: 698)
        twin.name = "Tvilling"
        twin.cancellable = true
        var secondTwin = twin
        secondTwin.occurrence = 2
        secondTwin.validTo = "2027-01-31"
        addOns = [twin, secondTwin]
        addTerms()
    }

    private mutating func addTerms() {
        bindings = [SubscriptionBindingRow(msisdn: msisdn, name: "12 months", type: nil)]
        addOnBindings = [
            AddOnBindingRow(msisdn: msisdn, productID: 698, addOnOccurrence: 1, name: nil, type: "PRICE")
        ]
        var quota = UsageQuota()
        quota.name = "Antall MB"
        quota.unit = "MB"
        quota.value = .integer(10_240)
        usageQuotas = [SubscriptionUsageQuotaRow(msisdn: msisdn, quota: quota)]
        var decimals = UsageQuota()
        decimals.unit = "GB"
        decimals.value = .real(1.5)
        decimals.validTo = "2026-12-31"
        addOnUsageQuotas = [
            AddOnUsageQuotaRow(msisdn: msisdn, productID: 698, addOnOccurrence: 2, quota: decimals)
        ]
        addOnOrderTypes = ["CHANGE", "NEW"].map {
            AddOnOrderTypeRow(msisdn: msisdn, productID: 698, addOnOccurrence: 1, orderType: $0)
        }
    }
}

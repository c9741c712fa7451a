import MirrorCore
import Normalizer
import Testing

@Suite("The documentation's own example")
struct ApiExampleTests {
    /// Source: mobile-subscription-info-api.txt, "Get a subscription", response class; unedited.
    private static let person =
        #"{"firstName": "Ola", "middleName": "Mikkel", "lastName": "Nordmann", "birthDate": "01.01.1970"}"#
    private static let organization = """
        {"orgNumber": "914742315", "name": "TELENOR", "address": {"streetName": "Olav Tryggvasons gate",
         "streetNumber": "9 A", "entranceCode": "42", "postalCode": "7049", "postalPlace": "Trondheim"}}
        """
    private static let document = """
        {
          "msisdn": "4795124144",
          "type": {
            "id": 76055, "name": "Bedrift Fri+ 20GB", "paymentType": "string",
            "texts": [{"type": "SUBSCRIPTION_INCLUDES", "value": "1GB inkludert data hver måned"}],
            "bindings": [{"name": "IPhone 5S binding 12 months", "type": "string"}],
            "usageQuoutas": [{"name": "Antall MB (datatrafikk)", "value": 100, "unit": "string",
              "trafficType": "string", "quotaType": "string", "validTo": "string"}],
            "accessType": "string"
          },
          "userReference1": "482930/OLA NORDMANN", "userReference2": "SERVICE DESK", "userReference3": "OLA NORDMANN",
          "validFromDate": "2011-09-22", "validToDate": "2011-09-22", "status": "string",
          "user": {"person": \(person), "organization": \(organization)},
          "payer": {"person": \(person), "organization": \(organization)},
          "owner": {"organization": \(organization)},
          "simCards": [{"msisdn": "4795124144", "iccId": "12345678901234567890", "type": "string"}],
          "settings": [{"id": 12345, "name": "Datakontroll utland", "texts": "array", "active": "boolean",
            "canActivate": "boolean", "canDeactivate": "boolean"}],
          "addOnProducts": [{"id": 698, "name": "Tvilling", "texts": "array", "usageQuotas": "array",
            "bindings": "array", "cancellable": "boolean", "orderTypes": "array", "validTo": "string"}]
        }
        """

    @Test("gives every row that it holds, and NULL for its placeholders")
    func normalizes() throws {
        let msisdn = Fixture.msisdn("4795124144")
        let read = try Fixture.normalize(Self.document, asked: msisdn)

        var expected = NormalizedSubscription(subscription: SubscriptionRow(msisdn: msisdn))
        expected.subscription.status = "string"
        expected.subscription.subscriptionTypeID = 76055
        expected.subscription.userReference1 = "482930/OLA NORDMANN"
        expected.subscription.userReference2 = "SERVICE DESK"
        expected.subscription.userReference3 = "OLA NORDMANN"
        expected.subscription.validFromDate = "2011-09-22"
        expected.subscription.validToDate = "2011-09-22"
        expected.parties = PartyRow.Role.allCases.map { role in
            var row = PartyRow(msisdn: msisdn, role: role, kind: role == .owner ? .organization : .person)
            row.orgNumber = "914742315"
            guard role != .owner else { return row }
            (row.firstName, row.middleName, row.lastName) = ("Ola", "Mikkel", "Nordmann")
            row.birthDate = "1970-01-01"
            return row
        }
        expected.simCards = [
            SimCardRow(msisdn: msisdn, iccID: "12345678901234567890", simMsisdn: "4795124144", type: "string")
        ]
        var setting = SettingRow(msisdn: msisdn, settingID: 12345)
        setting.name = "Datakontroll utland"
        expected.settings = [setting]
        var addOn = AddOnRow(msisdn: msisdn, productID: 698)
        addOn.name = "Tvilling"
        expected.addOns = [addOn]
        expected.bindings = [
            SubscriptionBindingRow(msisdn: msisdn, name: "IPhone 5S binding 12 months", type: "string")
        ]
        var quota = UsageQuota()
        (quota.name, quota.unit, quota.value) = ("Antall MB (datatrafikk)", "string", .integer(100))
        (quota.trafficType, quota.quotaType) = ("string", "string")
        expected.usageQuotas = [SubscriptionUsageQuotaRow(msisdn: msisdn, quota: quota)]
        expected.subscriptionType = SubscriptionTypeRow(id: 76055)
        expected.subscriptionType?.name = "Bedrift Fri+ 20GB"
        expected.subscriptionType?.paymentType = "string"
        expected.subscriptionType?.accessType = "string"
        var organization = OrganizationRow(orgNumber: "914742315")
        organization.name = "TELENOR"
        var address = OrganizationRow.Address()
        (address.streetName, address.streetNumber) = ("Olav Tryggvasons gate", "9 A")
        (address.entranceCode, address.postalCode, address.postalPlace) = ("42", "7049", "Trondheim")
        organization.address = address
        expected.organizations = [organization]
        expected.texts = [
            ProductTexts(
                owner: .subscriptionType, productID: 76055, language: "no",
                texts: [.init(type: "SUBSCRIPTION_INCLUDES", value: "1GB inkludert data hver måned")])
        ]
        func unreadable(_ path: String, _ example: String) -> Anomaly {
            Anomaly(path: path, kind: .unreadableValue, example: example)
        }
        expected.anomalies = [
            unreadable("$.addOnProducts[].bindings", #""aaaaa""#),
            unreadable("$.addOnProducts[].cancellable", #""aaaaaaa""#),
            unreadable("$.addOnProducts[].orderTypes", #""aaaaa""#),
            unreadable("$.addOnProducts[].texts", #""aaaaa""#),
            unreadable("$.addOnProducts[].usageQuotas", #""aaaaa""#),
            unreadable("$.addOnProducts[].validTo", #""aaaaaa""#),
            unreadable("$.settings[].active", #""aaaaaaa""#),
            unreadable("$.settings[].canActivate", #""aaaaaaa""#),
            unreadable("$.settings[].canDeactivate", #""aaaaaaa""#),
            unreadable("$.settings[].texts", #""aaaaa""#),
            unreadable("$.type.usageQuoutas[].validTo", #""aaaaaa""#),
        ]
        expected.contentHash = ReferenceHash.hash(of: expected)
        #expect(read == expected)
    }
}

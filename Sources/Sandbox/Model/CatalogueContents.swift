extension QuotaTemplate {
    static func data(_ amount: QuotaAmount, unit: String = "GB") -> QuotaTemplate {
        QuotaTemplate(
            name: "Antall \(unit) (datatrafikk)", amount: amount, unit: unit, trafficType: "DATA",
            quotaType: "INCLUDED")
    }

    static let freeCalls = QuotaTemplate(
        name: "Fri tale i Norden", amount: .whole(44_640), unit: "MIN", trafficType: "VOICE",
        quotaType: "FAIR_USE")
    static let messages = QuotaTemplate(
        name: "Antall SMS/MMS", amount: .whole(10_000), unit: "STK", trafficType: "SMS", quotaType: "FAIR_USE"
    )
}

extension Catalogue {
    private static func mobile(
        _ id: Int, _ name: String, _ gigabytes: QuotaAmount, offered: Bool = true
    ) -> SubscriptionKind {
        let amount =
            switch gigabytes {
            case .whole(let number): "\(number)"
            case .decimal(let number): "\(number)"
            }
        return SubscriptionKind(
            product: CatalogueProduct(
                id: id, name: name,
                texts: [
                    CatalogueText(
                        type: "SUBSCRIPTION_INCLUDES", norwegian: "\(amount) GB inkludert data hver måned",
                        english: "\(amount) GB of data included every month"),
                    CatalogueText(
                        type: "SHORT_DESCRIPTION", norwegian: "Fri tale, SMS og MMS i Norden og EU/EØS",
                        english: "Free calls, SMS and MMS in the Nordics and the EU/EEA"),
                ]),
            paymentType: "POSTPAID", accessType: "MOBILE", isOffered: offered,
            quotas: [.data(gigabytes), .freeCalls, .messages],
            bindingNames: ["iPhone 12 mnd. binding", "Samsung 24 mnd. binding"])
    }

    private static func broadband(
        _ id: Int, _ name: String, _ gigabytes: Int, offered: Bool = true
    ) -> SubscriptionKind {
        SubscriptionKind(
            product: CatalogueProduct(
                id: id, name: name,
                texts: [
                    CatalogueText(
                        type: "SUBSCRIPTION_INCLUDES",
                        norwegian: "\(gigabytes) GB på nettbrett, PC og ruter, også på sjøen",
                        english: "\(gigabytes) GB for tablet, PC and router, at sea too")
                ]),
            paymentType: "POSTPAID", accessType: "MBB", isOffered: offered,
            quotas: [.data(.whole(gigabytes))], bindingNames: ["Ruter 12 mnd. binding"])
    }

    private static func machine(_ id: Int, _ name: String, _ megabytes: Int, offered: Bool = true)
        -> SubscriptionKind
    {
        SubscriptionKind(
            product: CatalogueProduct(
                id: id, name: name,
                texts: [
                    CatalogueText(
                        type: "SUBSCRIPTION_INCLUDES", norwegian: "\(megabytes) MB for maskiner og målere",
                        english: "\(megabytes) MB for machines and meters")
                ]),
            paymentType: "POSTPAID", accessType: "M2M", isOffered: offered,
            quotas: [.data(.whole(megabytes), unit: "MB")], bindingNames: [])
    }

    static let subscriptionKinds: [SubscriptionKind] = [
        mobile(76055, "Bedrift Fri+ 20GB", .whole(20)), mobile(76056, "Bedrift Fri+ 50GB", .whole(50)),
        mobile(76057, "Bedrift Fri+ Ubegrenset", .whole(1000)), mobile(76050, "Bedrift Smart 5GB", .whole(5)),
        mobile(76051, "Bedrift Smart 10GB", .whole(10)), mobile(76049, "Bedrift Mini", .decimal(1.5)),
        mobile(41020, "Proff Klassisk", .decimal(0.5), offered: false),
        mobile(41033, "Mobil Bedrift Åpen", .whole(1), offered: false),
        broadband(80110, "Bedrift Bredbånd 50GB", 50), broadband(80111, "Bedrift Bredbånd 200GB", 200),
        broadband(80112, "Mobilt Bredbånd Sjø", 30),
        broadband(52007, "Mobilt Bredbånd Klassisk", 3, offered: false),
        machine(90301, "M2M Måler", 10), machine(90302, "M2M Alarm", 50),
        machine(61900, "Telemetri Basis", 1, offered: false),
    ]

    private static func setting(_ id: Int, _ name: String, _ norwegian: String, _ english: String)
        -> CatalogueProduct
    {
        CatalogueProduct(
            id: id, name: name,
            texts: [CatalogueText(type: "DESCRIPTION", norwegian: norwegian, english: english)])
    }

    static let settingProducts: [CatalogueProduct] = [
        setting(12345, "Datakontroll utland", "Sperre for dyr data i utlandet", "Bars costly data abroad"),
        setting(12346, "Sperre utland", "Ingen samtaler til utlandet", "No calls to other countries"),
        setting(12350, "Sperre spesialnummer", "Sperrer 829- og 820-nummer", "Bars premium numbers"),
        setting(12351, "Mobilsvar", "Telefonsvarer i nettet", "Voice mail in the network"),
        setting(12355, "Skjult nummer", "Nummeret vises ikke for den du ringer", "Your number is not shown"),
        setting(12360, "VoLTE", "Samtaler over 4G", "Calls over 4G"),
        setting(12361, "WiFi-tale", "Samtaler over trådløst nett", "Calls over WiFi"),
        setting(12370, "5G", "Tilgang til 5G-nettet", "Access to the 5G network"),
        setting(12380, "Innholdstjenester", "Betaling av innhold over regningen", "Content on the invoice"),
        setting(12390, "Nødnett prioritet", "Prioritert ved høy last", "Priority under load"),
    ]
}

// Relations shared by many numbers.

extension Relation {
    package static let subscriptionType = Relation(
        "subscription_type",
        Wording(
            "One row per subscription type.",
            norwegian: "Én rad for hvert produkt et abonnement kan være av."),
        past: .asNow,
        identity: [
            Column(
                "id", .integer, isKnown: true, from: ["$.type.id"],
                english: "The API's number of the type.",
                norwegian: "API-ets nummer på typen.")
        ],
        content: [
            Column(
                "name", .text, from: ["$.type.name"],
                english: "The type's name. NULL: not known.",
                norwegian: "Navnet på typen. NULL: ikke kjent."),
            Column(
                "payment_type", .text, from: ["$.type.paymentType"],
                english: "How it is paid, in the API's words, such as POSTPAID. NULL: not known.",
                norwegian: "Hvordan den betales, med API-ets ord, for eksempel POSTPAID. NULL: ikke kjent."),
            Column(
                "access_type", .text, from: ["$.type.accessType"],
                english: "What it gives access to, in the API's words. NULL: not known.",
                norwegian: "Hva den gir tilgang til, med API-ets ord. NULL: ikke kjent."),
        ])

    package static let organization = Relation(
        "organization",
        Wording(
            "One row per organization that uses, pays for or owns a subscription or an account.",
            norwegian: """
                Én rad for hver organisasjon som bruker, betaler for eller eier et abonnement eller en \
                konto.
                """),
        past: .asNow,
        identity: [
            Column(
                "org_number", .text, isKnown: true, from: parties("organization.orgNumber"),
                english: "The number in the register of organizations, as text.",
                norwegian: "Organisasjonsnummeret, som tekst.")
        ],
        content: [
            Column(
                "name", .text, from: parties("organization.name"),
                english: "The organization's name. NULL: not known.",
                norwegian: "Organisasjonens navn. NULL: ikke kjent."),
            Column(
                "street_name", .text, from: parties("organization.address.streetName"),
                english: "The street of its address. NULL: not known.",
                norwegian: "Gaten i adressen. NULL: ikke kjent."),
            Column(
                "street_number", .text, from: parties("organization.address.streetNumber"),
                english: "The house number of its address, as text. NULL: not known.",
                norwegian: "Husnummeret i adressen, som tekst. NULL: ikke kjent."),
            Column(
                "entrance_code", .text, from: parties("organization.address.entranceCode"),
                english: "The entrance of its address, such as B. NULL: not known, or none.",
                norwegian: "Oppgangen i adressen, for eksempel B. NULL: ikke kjent, eller ingen."),
            Column(
                "postal_code", .text, from: parties("organization.address.postalCode"),
                english: "The postal code of its address, as text, leading zeros kept. NULL: not known.",
                norwegian: "Postnummeret i adressen, som tekst med ledende nuller. NULL: ikke kjent."),
            Column(
                "postal_place", .text, from: parties("organization.address.postalPlace"),
                english: "The postal place of its address. NULL: not known.",
                norwegian: "Poststedet i adressen. NULL: ikke kjent."),
        ])

    package static let account = Relation(
        "account",
        Wording(
            "One row per invoice account. Empty where the API grants no accounts.",
            norwegian: "Én rad for hver fakturakonto. Tom der API-et ikke gir tilgang til kontoer."),
        past: .asNow,
        identity: [
            Column(
                "id", .text, isKnown: true,
                english: "The account's number, up to 8 digits, as text.",
                norwegian: "Kontoens nummer, opptil 8 sifre, som tekst.")
        ],
        content: [
            Column(
                "reference1", .text, .reference,
                english: """
                    Free text of the company about the account, exactly as it was typed. NULL: none given.
                    """,
                norwegian: """
                    Bedriftens fritekst om kontoen, nøyaktig slik den ble skrevet. NULL: ikke oppgitt.
                    """),
            Column(
                "reference2", .text, .reference,
                english: "A second free text, as reference1.",
                norwegian: "En fritekst til, som reference1."),
            Column(
                "reference3", .text, .reference,
                english: "A third free text, as reference1.",
                norwegian: "En tredje fritekst, som reference1."),
            Column(
                "status", .text,
                english: "PASSIVE, OPEN or CANCELLED, in the API's words. NULL: not known.",
                norwegian: "PASSIVE, OPEN eller CANCELLED, med API-ets ord. NULL: ikke kjent."),
            Column(
                "type", .text,
                english: "What kind of account it is, in the API's words, such as NORMAL. NULL: not known.",
                norwegian: "Hva slags konto det er, med API-ets ord, for eksempel NORMAL. NULL: ikke kjent."),
            Column(
                "owner_org_number", .text, refersTo: "organization",
                english: "The number of the organization that owns it, in organization. NULL: not known.",
                norwegian: "Nummeret på organisasjonen som eier den, i organization. NULL: ikke kjent."),
            Column(
                "owner_name", .text, .name,
                english: "The owner's name as the account gives it. NULL: not known.",
                norwegian: "Eierens navn slik kontoen oppgir det. NULL: ikke kjent."),
        ],
        indexes: ["owner_org_number"])

    package static let productText = Relation(
        "product_text",
        Wording(
            "Texts that describe subscription types, add-ons and settings.",
            norwegian: "Tekster som beskriver abonnementstyper, tilleggstjenester og innstillinger."),
        past: .asNow,
        identity: [
            Column(
                "owner", .text, isKnown: true,
                english: "What the text describes: subscription_type, add_on or setting.",
                norwegian: "Hva teksten beskriver: subscription_type, add_on eller setting."),
            Column(
                "product_id", .integer, isKnown: true,
                english: "Its number: subscription_type.id, add_on.product_id or setting.setting_id.",
                norwegian: """
                    Nummeret dens: subscription_type.id, add_on.product_id eller setting.setting_id.
                    """),
            Column(
                "language", .text, isKnown: true,
                english: "The requested language, such as no.",
                norwegian: "Språket det ble spurt om, for eksempel no."),
            Column(
                "type", .text, isKnown: true,
                english: "The purpose of the text, in the API's words.",
                norwegian: "Hva teksten er til, med API-ets ord."),
            Column(
                "value", .text, isKnown: true,
                english: "The text.",
                norwegian: "Teksten."),
        ])
}

/// The same path in the document for each of the three parties.
private func parties(_ place: String) -> [String] {
    ["user", "payer", "owner"].map { "$.\($0).\(place)" }
}

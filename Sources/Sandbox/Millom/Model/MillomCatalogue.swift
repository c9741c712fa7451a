/// A plan that the operator sells.
struct MillomProduct: Sendable {
    let planID: String
    let type: String
    let english: (name: String, description: String)
    let norwegian: (name: String, description: String)
    /// nil: unlimited.
    let quotas: [(unit: MillomUnit, quota: Int?)]
    /// In whole units of the currency.
    let price: Int
    /// In days; nil: without an end.
    let days: Int?
    let applications: [String]
    let isLoan: Bool
    /// nil: its offers have no context.
    let context: String?

    var names: [MillomText] { texts(english.name, norwegian.name) }
    var descriptions: [MillomText] { texts(english.description, norwegian.description) }

    private func texts(_ english: String, _ norwegian: String) -> [MillomText] {
        [MillomText(language: "en", text: english)]
            + (norwegian.isEmpty ? [] : [MillomText(language: "nb-NO", text: norwegian)])
    }
}

/// The plans that the operator sells; made up.
enum MillomCatalogue {
    static let gigabyte = 1_073_741_824

    /// Ids of digits and of words, texts in one or two languages, and contexts that must be returned byte for
    /// byte.
    static let products: [MillomProduct] = [
        MillomProduct(
            planID: "P1001", type: "Data", english: ("Super plan", "10 GB data valid for a week"),
            norwegian: ("Superpakken", "10 GB data i én uke"), quotas: [(.bytes, 10 * gigabyte)], price: 49,
            days: 7,
            applications: ["generic"], isLoan: false, context: " ctx/1001+a=b&c=%20;\"quoted\\back\" "),
        MillomProduct(
            planID: "200345", type: "Data", english: ("Day pass", "1 GB until midnight, or so,"),
            norwegian: ("Døgnpass", "1 GB til midnatt, eller deromkring,"), quotas: [(.bytes, gigabyte)],
            price: 9,
            days: 1, applications: ["generic"], isLoan: false, context: nil),
        MillomProduct(
            planID: "P-UNLIMITED", type: "Data", english: ("Free flow", "Unlimited data for a month"),
            norwegian: ("Fri flyt", "Ubegrenset data i en måned"), quotas: [(.bytes, nil)], price: 399,
            days: 30,
            applications: [], isLoan: false, context: "e\u{301}\u{1}\t\u{1F388}\n="),
        MillomProduct(
            planID: "video.5", type: "Data", english: ("Video 5", "5 GB for films\nand series"),
            norwegian: ("Video 5", "5 GB til film\nog serier"), quotas: [(.bytes, 5 * gigabyte)], price: 29,
            days: 14,
            applications: ["video", "social", "music"], isLoan: false, context: "AAECAwQFBgc="),
        MillomProduct(
            planID: "300900", type: "Combo", english: ("Talk & surf", "3 GB, 100 minutes, 50 SMS"),
            norwegian: ("", ""),
            quotas: [(.bytes, 3 * gigabyte), (.voiceMinutes, 100), (.sms, 50)], price: 79, days: 30,
            applications: ["generic", "gaming"], isLoan: false, context: "{\"a\":[1,2,{\"b\":null}]}"),
        MillomProduct(
            planID: "TALK60", type: "Voice", english: ("Talk 60", "60 minutes"),
            norwegian: ("Prat 60", "60 minutter"),
            quotas: [(.voiceMinutes, 60)], price: 19, days: nil, applications: [], isLoan: false, context: nil
        ),
        MillomProduct(
            planID: "HOUR3", type: "Data", english: ("Three hours", "As much as three hours hold"),
            norwegian: ("Tre timer", "Så mye som tre timer rommer"), quotas: [(.dataMinutes, 180)], price: 5,
            days: 1,
            applications: ["generic"], isLoan: false, context: "\u{FEFF}bom"),
        MillomProduct(
            planID: "LOAN-1GB", type: "Loan", english: ("Emergency gigabyte", "1 GB now, pay later"),
            norwegian: ("Nødgigabyte", "1 GB nå, betal senere"), quotas: [(.bytes, gigabyte)], price: 15,
            days: 3,
            applications: ["generic"], isLoan: true, context: "loan:1"),
        MillomProduct(
            planID: "SMS-ALL", type: "SMS", english: ("All the words", "SMS without end"),
            norwegian: ("Alle ordene", "SMS uten ende"), quotas: [(.sms, nil)], price: 25, days: 30,
            applications: [],
            isLoan: false, context: nil),
    ]
}

import MirrorCore
import PullJSON

/// One subscription's document as read, before its rows are sorted.
struct SubscriptionDraft {
    /// A party with the organization that it names.
    typealias Party = (row: PartyRow?, organization: OrganizationRow?)

    var row: SubscriptionRow
    /// The number that the document names as its subject.
    var msisdn: Msisdn?
    var type: SubscriptionTypeDraft?
    var user: Party = (nil, nil)
    var payer: Party = (nil, nil)
    var owner: Party = (nil, nil)
    var simCards: [SimCardRow] = []
    var settings: [SettingRow] = []
    var addOns: [AddOnDraft] = []
    var texts: TextCollector

    /// Reads the next object, assuming that it is about `msisdn`.
    init(
        of msisdn: Msisdn, language: String, in reader: inout DocumentReader
    ) throws(JSONError) {
        texts = TextCollector(language: language)
        row = SubscriptionRow(msisdn: msisdn)
        try reader.json.beginObject()
        var fields = Fields<SubscriptionField>(of: FieldPath("$"))
        while let field = try reader.next(&fields) { try read(field, in: &reader) }
        if !fields.saw(.type) { reader.anomalies.missing(FieldPath("$.type")) }
        if !fields.saw(.owner) { reader.anomalies.missing(FieldPath("$.owner")) }
        if !fields.saw(.status) { reader.anomalies.missing(FieldPath("$", ".status")) }
        if !fields.saw(.validFromDate) { reader.anomalies.missing(FieldPath("$", ".validFromDate")) }
    }

    private mutating func read(
        _ field: SubscriptionField, in reader: inout DocumentReader
    ) throws(JSONError) {
        switch field {
        case .msisdn: msisdn = try reader.msisdn(FieldPath("$", ".msisdn"))
        case .type: type = try reader.subscriptionType(texts: &texts)
        case .userReference1: row.userReference1 = try reader.text(FieldPath("$", ".userReference1"))
        case .userReference2: row.userReference2 = try reader.text(FieldPath("$", ".userReference2"))
        case .userReference3: row.userReference3 = try reader.text(FieldPath("$", ".userReference3"))
        case .validFromDate:
            row.validFromDate = try reader.day(FieldPath("$", ".validFromDate", isRequired: true))
        case .validToDate: row.validToDate = try reader.day(FieldPath("$", ".validToDate"))
        case .status: row.status = try reader.text(FieldPath("$", ".status", isRequired: true))
        case .user: user = try reader.party(.user, of: row.msisdn, at: .user)
        case .payer: payer = try reader.party(.payer, of: row.msisdn, at: .payer)
        case .owner: owner = try reader.party(.owner, of: row.msisdn, at: .owner)
        case .simCards: simCards = try reader.simCards(of: row.msisdn)
        case .settings: settings = try reader.settings(of: row.msisdn, texts: &texts)
        case .addOnProducts: addOns = try reader.addOns(of: row.msisdn, texts: &texts)
        }
    }
}

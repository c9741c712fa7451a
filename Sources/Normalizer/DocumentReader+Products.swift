import MirrorCore
import PullJSON

/// A subscription type with its details; it may lack the id without which it is no row.
struct SubscriptionTypeDraft {
    var id: Int64?
    var name: String?
    var paymentType: String?
    var accessType: String?
    var texts: [ProductTexts.Text] = []
    var bindings: [Binding] = []
    var usageQuotas: [UsageQuota] = []

    var row: SubscriptionTypeRow? {
        id.map {
            var row = SubscriptionTypeRow(id: $0)
            row.name = name
            row.paymentType = paymentType
            row.accessType = accessType
            return row
        }
    }
}

extension DocumentReader {
    /// The subscription type at `$.type`, which the API always sends; nil if there is none.
    mutating func subscriptionType(
        texts collector: inout TextCollector
    ) throws(JSONError) -> SubscriptionTypeDraft? {
        guard try beginObject(FieldPath("$.type", isRequired: true)) else { return nil }
        let idPath = FieldPath("$.type", ".id", isRequired: true)
        var type = SubscriptionTypeDraft()
        var misspelt: [UsageQuota] = []
        var fields = Fields<SubscriptionTypeField>(of: FieldPath("$.type"))
        while let field = try next(&fields) {
            switch field {
            case .id: type.id = try integer(idPath)
            case .name: type.name = try text(FieldPath("$.type", ".name"))
            case .paymentType: type.paymentType = try text(FieldPath("$.type", ".paymentType"))
            case .accessType: type.accessType = try text(FieldPath("$.type", ".accessType"))
            case .texts: type.texts = try texts("$.type.texts")
            case .bindings: type.bindings = try bindings("$.type.bindings")
            case .usageQuotas: type.usageQuotas = try usageQuotas("$.type.usageQuotas")
            case .usageQuoutas: misspelt = try usageQuotas("$.type.usageQuoutas")
            }
        }
        if !fields.saw(.id) { anomalies.missing(idPath) }
        // If both spellings occur, they say the same thing twice.
        if type.usageQuotas.isEmpty { type.usageQuotas = misspelt }
        if let id = type.id { collector.add(type.texts, of: .subscriptionType, id) }
        return type
    }

    /// The settings of `msisdn`, sorted and numbered; one without a readable id is left out.
    mutating func settings(
        of msisdn: Msisdn, texts collector: inout TextCollector
    ) throws(JSONError) -> [SettingRow] {
        var settings: [SettingRow] = []
        guard try beginArray(FieldPath("$.settings")) else { return settings }
        settings.reserveCapacity(8)
        let path = FieldPath("$.settings[]")
        let idPath = FieldPath("$.settings[]", ".id", isRequired: true)
        while try nextObject(path) {
            var id: Int64?
            var row = SettingRow(msisdn: msisdn, settingID: 0)
            var texts: [ProductTexts.Text] = []
            var fields = Fields<SettingField>(of: path)
            while let field = try next(&fields) {
                switch field {
                case .id: id = try integer(idPath)
                case .name: row.name = try text(FieldPath("$.settings[]", ".name"))
                case .texts: texts = try self.texts("$.settings[].texts")
                case .active: row.active = try boolean(FieldPath("$.settings[]", ".active"))
                case .canActivate: row.canActivate = try boolean(FieldPath("$.settings[]", ".canActivate"))
                case .canDeactivate:
                    row.canDeactivate = try boolean(FieldPath("$.settings[]", ".canDeactivate"))
                }
            }
            if !fields.saw(.id) { anomalies.missing(idPath) }
            guard let id else { continue }
            row.settingID = id
            settings.append(row)
            collector.add(texts, of: .setting, id)
        }
        settings.numberOccurrences()
        return settings
    }

    /// The add-ons of `msisdn`, sorted and numbered; one without a readable id is left out.
    mutating func addOns(
        of msisdn: Msisdn, texts collector: inout TextCollector
    ) throws(JSONError) -> [AddOnDraft] {
        var addOns: [AddOnDraft] = []
        guard try beginArray(FieldPath("$.addOnProducts")) else { return addOns }
        addOns.reserveCapacity(8)
        let path = FieldPath("$.addOnProducts[]")
        let idPath = FieldPath("$.addOnProducts[]", ".id", isRequired: true)
        while try nextObject(path) {
            var id: Int64?
            var draft = AddOnDraft(row: AddOnRow(msisdn: msisdn, productID: 0))
            var texts: [ProductTexts.Text] = []
            var misspelt: [UsageQuota] = []
            var fields = Fields<AddOnField>(of: path)
            while let field = try next(&fields) {
                switch field {
                case .id: id = try integer(idPath)
                case .name: draft.row.name = try text(FieldPath("$.addOnProducts[]", ".name"))
                case .texts: texts = try self.texts("$.addOnProducts[].texts")
                case .usageQuotas: draft.usageQuotas = try usageQuotas("$.addOnProducts[].usageQuotas")
                case .usageQuoutas: misspelt = try usageQuotas("$.addOnProducts[].usageQuoutas")
                case .bindings: draft.bindings = try bindings("$.addOnProducts[].bindings")
                case .cancellable:
                    draft.row.cancellable = try boolean(FieldPath("$.addOnProducts[]", ".cancellable"))
                case .orderTypes: draft.orderTypes = try orderTypes("$.addOnProducts[].orderTypes")
                case .validTo: draft.row.validTo = try day(FieldPath("$.addOnProducts[]", ".validTo"))
                }
            }
            if !fields.saw(.id) { anomalies.missing(idPath) }
            if draft.usageQuotas.isEmpty { draft.usageQuotas = misspelt }
            guard let id else { continue }
            draft.row.productID = id
            addOns.append(draft)
            collector.add(texts, of: .addOn, id)
        }
        addOns.numberOccurrences()
        return addOns
    }

    /// The SIM cards of `msisdn`, sorted and numbered.
    mutating func simCards(of msisdn: Msisdn) throws(JSONError) -> [SimCardRow] {
        var cards: [SimCardRow] = []
        guard try beginArray(FieldPath("$.simCards")) else { return cards }
        let path = FieldPath("$.simCards[]")
        while try nextObject(path) {
            var row = SimCardRow(msisdn: msisdn, iccID: nil, simMsisdn: nil, type: nil)
            var fields = Fields<SimCardField>(of: path)
            while let field = try next(&fields) {
                switch field {
                case .msisdn: row.simMsisdn = try text(FieldPath("$.simCards[]", ".msisdn"))
                case .iccId: row.iccID = try text(FieldPath("$.simCards[]", ".iccId"))
                case .type: row.type = try text(FieldPath("$.simCards[]", ".type"))
                }
            }
            cards.append(row)
        }
        cards.numberOccurrences()
        return cards
    }
}

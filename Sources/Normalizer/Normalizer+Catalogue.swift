package import MirrorCore
import PullJSON

extension Normalizer {
    /// The subscription types of one access type.
    ///
    /// If a type occurs twice, the row with the smaller content is used, whatever the order.
    /// - Throws: if the reply is not a JSON array.
    package static func readSubscriptionTypes(
        _ bytes: RawSpan, language: String
    ) throws(DocumentError) -> SubscriptionTypeList {
        try DocumentReader.read(bytes) { (reader) throws(JSONError) in
            var list = SubscriptionTypeList()
            var texts = TextCollector(language: language)
            try reader.json.beginArray()
            while try reader.nextObject(FieldPath("$[]")) {
                let entry = try reader.catalogueType()
                guard let row = entry.row else { continue }
                list.types.append(row)
                texts.add(entry.texts, of: .subscriptionType, row.id)
            }
            list.types = list.types.eachOnce(by: \.id)
            list.texts = texts.texts
            list.anomalies = reader.anomalies.anomalies
            return list
        }
    }

    /// The add-ons that could be ordered for `msisdn` today.
    ///
    /// If a product occurs twice, the row with the smaller content is used, whatever the order.
    /// - Throws: if the reply is not a JSON array.
    package static func readOrderableAddOns(
        _ bytes: RawSpan, msisdn: Msisdn, language: String
    ) throws(DocumentError) -> OrderableAddOnList {
        try DocumentReader.read(bytes) { (reader) throws(JSONError) in
            var list = OrderableAddOnList()
            var texts = TextCollector(language: language)
            try reader.json.beginArray()
            while try reader.nextObject(FieldPath("$[]")) {
                let entry = try reader.orderableAddOn(msisdn)
                guard let row = entry.row else { continue }
                list.addOns.append(row)
                texts.add(entry.texts, of: .addOn, row.productID)
            }
            list.addOns = list.addOns.eachOnce(by: \.productID)
            list.texts = texts.texts
            list.anomalies = reader.anomalies.anomalies
            return list
        }
    }
}

extension DocumentReader {
    fileprivate mutating func catalogueType() throws(JSONError) -> SubscriptionTypeDraft {
        let idPath = FieldPath("$[]", ".id", isRequired: true)
        var type = SubscriptionTypeDraft()
        var fields = Fields<SubscriptionTypeField>(of: FieldPath("$[]"))
        while let field = try next(&fields) {
            switch field {
            case .id: type.id = try integer(idPath)
            case .name: type.name = try text(FieldPath("$[]", ".name"))
            case .paymentType: type.paymentType = try text(FieldPath("$[]", ".paymentType"))
            case .accessType: type.accessType = try text(FieldPath("$[]", ".accessType"))
            case .texts: type.texts = try texts("$[].texts")
            case .bindings, .usageQuoutas, .usageQuotas: try json.skipValue()
            }
        }
        if !fields.saw(.id) { anomalies.missing(idPath) }
        return type
    }

    fileprivate mutating func orderableAddOn(
        _ msisdn: Msisdn
    ) throws(JSONError) -> (row: OrderableAddOnRow?, texts: [ProductTexts.Text]) {
        let idPath = FieldPath("$[]", ".id", isRequired: true)
        var id: Int64?
        var row = OrderableAddOnRow(msisdn: msisdn, productID: 0)
        var texts: [ProductTexts.Text] = []
        var fields = Fields<AddOnField>(of: FieldPath("$[]"))
        while let field = try next(&fields) {
            switch field {
            case .id: id = try integer(idPath)
            case .name: row.name = try text(FieldPath("$[]", ".name"))
            case .texts: texts = try self.texts("$[].texts")
            case .cancellable: row.cancellable = try boolean(FieldPath("$[]", ".cancellable"))
            case .validTo: row.validTo = try day(FieldPath("$[]", ".validTo"))
            case .usageQuotas, .usageQuoutas, .bindings, .orderTypes: try json.skipValue()
            }
        }
        if !fields.saw(.id) { anomalies.missing(idPath) }
        row.productID = id ?? 0
        return (id == nil ? nil : row, texts)
    }
}

extension Array where Element: RelationRow {
    /// Sorted by id and content, keeping the first of each id.
    fileprivate func eachOnce(by id: KeyPath<Element, Int64>) -> [Element] {
        let sorted = self.sorted { left, right in
            let content = ContentOrder.of(left.values, right.values) { .of($0, $1) }
            return ContentOrder.of(left[keyPath: id], right[keyPath: id]).then(content) == .before
        }
        var unique: [Element] = []
        for row in sorted where unique.last?[keyPath: id] != row[keyPath: id] { unique.append(row) }
        return unique
    }
}

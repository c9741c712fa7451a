import MirrorCore
import PullJSON

// The parts that subscription types, settings and add-ons have in common. `base` is the path of the array.

extension DocumentReader {
    /// The texts of one product; one without a readable type and value is left out.
    mutating func texts(_ base: StaticString) throws(JSONError) -> [ProductTexts.Text] {
        let typePath = FieldPath(base, "[].type", isRequired: true)
        let valuePath = FieldPath(base, "[].value", isRequired: true)
        var texts: [ProductTexts.Text] = []
        guard try beginArray(FieldPath(base)) else { return texts }
        while try nextObject(FieldPath(base, "[]")) {
            var type: String?
            var value: String?
            var fields = Fields<TextField>(of: FieldPath(base, "[]"))
            while let field = try next(&fields) {
                switch field {
                case .type: type = try text(typePath)
                case .value: value = try text(valuePath)
                }
            }
            if !fields.saw(.type) { anomalies.missing(typePath) }
            if !fields.saw(.value) { anomalies.missing(valuePath) }
            if let type, let value { texts.append(ProductTexts.Text(type: type, value: value)) }
        }
        return texts
    }

    /// The bindings of one product, sorted and numbered.
    mutating func bindings(_ base: StaticString) throws(JSONError) -> [Binding] {
        var bindings: [Binding] = []
        guard try beginArray(FieldPath(base)) else { return bindings }
        while try nextObject(FieldPath(base, "[]")) {
            var binding = Binding()
            var fields = Fields<BindingField>(of: FieldPath(base, "[]"))
            while let field = try next(&fields) {
                switch field {
                case .name: binding.name = try text(FieldPath(base, "[].name"))
                case .type: binding.type = try text(FieldPath(base, "[].type"))
                }
            }
            bindings.append(binding)
        }
        bindings.numberOccurrences()
        return bindings
    }

    /// The usage quotas of one product, sorted and numbered.
    mutating func usageQuotas(_ base: StaticString) throws(JSONError) -> [UsageQuota] {
        var quotas: [UsageQuota] = []
        guard try beginArray(FieldPath(base)) else { return quotas }
        while try nextObject(FieldPath(base, "[]")) {
            var quota = UsageQuota()
            var fields = Fields<UsageQuotaField>(of: FieldPath(base, "[]"))
            while let field = try next(&fields) {
                switch field {
                case .name: quota.name = try text(FieldPath(base, "[].name"))
                case .value: quota.value = try amount(FieldPath(base, "[].value"))
                case .unit: quota.unit = try text(FieldPath(base, "[].unit"))
                case .trafficType: quota.trafficType = try text(FieldPath(base, "[].trafficType"))
                case .quotaType: quota.quotaType = try text(FieldPath(base, "[].quotaType"))
                case .validTo: quota.validTo = try day(FieldPath(base, "[].validTo"))
                }
            }
            quotas.append(quota)
        }
        quotas.numberOccurrences()
        return quotas
    }

    /// The order types of an add-on, sorted, each once.
    mutating func orderTypes(_ base: StaticString) throws(JSONError) -> [String] {
        var types: [String] = []
        guard try beginArray(FieldPath(base)) else { return types }
        while try json.nextElement() {
            let scalar = try json.readScalar()
            switch scalar {
            case .string(let text): types.append(text.string)
            case .null, .unreadableString, .boolean, .number, .object, .array:
                try refuse(scalar, FieldPath(base, "[]"))
            }
        }
        types.sortAndUnite { .of($0, $1) }
        return types
    }
}

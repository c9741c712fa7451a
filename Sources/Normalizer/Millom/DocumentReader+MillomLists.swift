import MirrorCore
import PullJSON

// The lists in plans and offers.

extension DocumentReader {
    /// A code under a key that is documented only elsewhere.
    mutating func undocumentedCode(_ path: FieldPath) throws(JSONError) -> String? {
        let code = try millomCode(path)
        if code != nil { anomalies.unexpectedForm(path, example: "\"AAA\"") }
        return code
    }

    /// Reads one of an offer's own values.
    mutating func read(_ field: MillomOfferField, into row: inout MillomOfferRow) throws(JSONError) {
        let base: StaticString = "upsell_offer:$.offers[]"
        switch field {
        case .cost: row.cost = try millomAmount(FieldPath(base, ".cost"))
        case .costCurrency: row.currency = try millomCode(FieldPath(base, ".costCurrency"))
        case .type: row.type = try millomText(FieldPath(base, ".type"))
        case .fundSource: row.fundSource = try millomCode(FieldPath(base, ".fundSource"))
        case .offerContext: row.offerContext = try millomText(FieldPath(base, ".offerContext"))
        case .planId, .planName, .planDescription, .quota, .currency, .currencyCode: break
        }
    }

    /// The gauges of a plan, sorted and numbered.
    mutating func millomGauges() throws(JSONError) -> [MillomGauge] {
        try gauges(
            FieldPath("balance:$.activePlans[]", ".gauge"), at: "balance:$.activePlans[].gauge[]",
            hasRemaining: true)
    }

    /// The quotas of an offer, sorted and numbered.
    mutating func millomQuotas() throws(JSONError) -> [MillomGauge] {
        try gauges(
            FieldPath("upsell_offer:$.offers[]", ".quota"), at: "upsell_offer:$.offers[].quota[]",
            hasRemaining: false)
    }

    private mutating func gauges(
        _ path: FieldPath, at base: StaticString, hasRemaining: Bool
    ) throws(JSONError) -> [MillomGauge] {
        var gauges: [MillomGauge] = []
        var list = try beginMillomList(path)
        while try nextObject(of: &list, FieldPath(base)) {
            var gauge = MillomGauge()
            var fields = Fields<MillomGaugeField>(of: FieldPath(base))
            while let field = try next(&fields) {
                switch field {
                case .unit: gauge.unit = try millomCode(FieldPath(base, ".unit"))
                case .quota: gauge.quota = MillomQuota(try millomInteger(FieldPath(base, ".quota")))
                case .remaining:
                    let remaining = try millomInteger(FieldPath(base, ".remaining"))
                    gauge.remaining = hasRemaining ? remaining : nil
                }
            }
            // An unlimited quota has no remaining number.
            if gauge.remaining == MillomQuota.unlimited {
                gauge.remaining = nil
                gauge.quota.isUnlimited = gauge.quota.isUnlimited ?? true
            }
            gauges.append(gauge)
        }
        gauges.numberOccurrences()
        return gauges
    }

    /// The applications of a plan, sorted, each once; nil for none.
    mutating func millomApplications() throws(JSONError) -> String? {
        let path = FieldPath("balance:$.activePlans[]", ".applications")
        let elementPath = FieldPath("balance:$.activePlans[]", ".applications[]")
        var found: Set<ExactText> = []
        let scalar = try json.readScalar()
        switch scalar {
        case .array:
            try json.beginArray()
            while try json.nextElement() {
                if let code = try millomCode(elementPath) { found.insert(ExactText(code)) }
            }
        case .string(let text):
            anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
            found.insert(ExactText(text.string))
        case .null: return absent(path)
        case .unreadableString, .boolean, .number, .object: return try unreadable(scalar, path)
        }
        return found.isEmpty ? nil : found.sorted().map(\.text).joined(separator: ", ")
    }

    /// The texts at `path`, whose elements are at `base`; a plain text counts as one without a language.
    ///
    /// Source: millom-standard-api.yaml, whose example of `planDescription`, a list, is a text.
    mutating func millomTexts(
        _ field: MillomTextRow.Field, _ path: FieldPath, at base: StaticString
    ) throws(JSONError) -> [MillomText] {
        var texts: [MillomText] = []
        let scalar = try json.readScalar()
        switch scalar {
        case .array:
            try json.beginArray()
            while try json.nextElement() {
                if let text = try millomElement(field, FieldPath(base), at: base) { texts.append(text) }
            }
        case .object, .string:
            anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
            if case .string(let text) = scalar {
                texts.append(MillomText(field: field, text: text.string))
            } else {
                texts.append(try millomText(field, at: base))
            }
        case .null:
            if path.isRequired { anomalies.missing(path) }
        case .boolean, .number, .unreadableString: try refuse(scalar, path)
        }
        return texts
    }

    private mutating func millomElement(
        _ field: MillomTextRow.Field, _ path: FieldPath, at base: StaticString
    ) throws(JSONError) -> MillomText? {
        let scalar = try json.readScalar()
        switch scalar {
        case .object: return try millomText(field, at: base)
        case .string(let text):
            anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
            return MillomText(field: field, text: text.string)
        case .null, .boolean, .number, .unreadableString, .array:
            try refuse(scalar, path)
            return nil
        }
    }

    /// The text in the next object.
    private mutating func millomText(
        _ field: MillomTextRow.Field, at base: StaticString
    ) throws(JSONError) -> MillomText {
        try json.beginObject()
        var text = MillomText(field: field)
        let textPath = FieldPath(base, ".text", isRequired: true)
        var fields = Fields<MillomTextField>(of: FieldPath(base))
        while let name = try next(&fields) {
            switch name {
            case .language: text.language = try millomCode(FieldPath(base, ".language"))
            case .text: text.text = try millomText(textPath)
            }
        }
        if !fields.saw(.text) { anomalies.missing(textPath) }
        return text
    }
}

/// The language of texts.
enum Language: Sendable {
    case norwegian
    case english

    /// Norwegian unless the parameter asks for English.
    init(parameter: String?) {
        self = (parameter?.lowercased().hasPrefix("en") ?? false) ? .english : .norwegian
    }

    /// The language code in the truth.
    var code: String { self == .norwegian ? "no" : "en" }
}

/// A product's identity, name and texts: spelled once, so that every document agrees on them.
struct SpelledProduct: Sendable {
    struct Text: Sendable {
        let type: Spelled
        let norwegian: Spelled
        let english: Spelled

        func value(in language: Language) -> Spelled { language == .norwegian ? norwegian : english }
    }

    let id: Int
    let idToken: Token
    let name: Spelled
    let texts: SpelledList<Text>
    private let norwegianMembers: [UInt8]
    private let englishMembers: [UInt8]

    init(_ product: CatalogueProduct, family: UInt64, sloppiness: Sloppiness) {
        let owner = Place.shared(family, product.id)
        id = product.id
        idToken = sloppiness.identifier(product.id, at: Place(owner: owner, field: .productID))
        name = sloppiness.text(product.name, at: Place(owner: owner, field: .productName))
        let spelled = product.texts.enumerated().map { index, text in
            Text(
                type: sloppiness.text(text.type, at: Place(owner: owner, field: .textType, item: index)),
                norwegian: sloppiness.text(
                    text.norwegian, at: Place(owner: owner, field: .textValue, item: index)),
                english: sloppiness.text(
                    text.english, at: Place(owner: owner, field: .textValue, item: index)))
        }
        texts = SpelledList(
            elements: spelled,
            substitute: sloppiness.substitute(
                forCount: spelled.count, at: Place(owner: owner, field: .productTexts)))
        norwegianMembers = Self.members(id: idToken, name: name, texts: texts, language: .norwegian)
        englishMembers = Self.members(id: idToken, name: name, texts: texts, language: .english)
    }

    /// `"id":…,"name":…,"texts":…`, serialized.
    func members(in language: Language) -> [UInt8] {
        language == .norwegian ? norwegianMembers : englishMembers
    }

    private static func members(
        id: Token, name: Spelled, texts: SpelledList<Text>, language: Language
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.field("id", id)
        writer.field("name", name.token)
        writer.list("texts", texts) { writer, text in
            writer.object {
                $0.field("type", text.type.token)
                $0.field("value", text.value(in: language).token)
            }
        }
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes a list as spelled: its elements, or their substitute.
    mutating func list<Element>(
        _ name: StaticString, _ list: SpelledList<Element>, element: (inout JSONWriter, Element) -> Void
    ) {
        if let substitute = list.substitute { return field(name, substitute) }
        array(name) { writer in
            for item in list.elements { element(&writer, item) }
        }
    }
}

/// A subscription type, spelled once.
struct SpelledKind: Sendable {
    let product: SpelledProduct
    let paymentType: Spelled
    let accessType: Spelled

    init(_ kind: SubscriptionKind, sloppiness: Sloppiness) {
        let owner = Place.shared(1, kind.product.id)
        product = SpelledProduct(kind.product, family: 1, sloppiness: sloppiness)
        paymentType = sloppiness.text(kind.paymentType, at: Place(owner: owner, field: .paymentType))
        accessType = sloppiness.text(kind.accessType, at: Place(owner: owner, field: .accessType))
    }
}

/// An organization, spelled once.
struct SpelledOrganization: Sendable {
    let number: Spelled
    let name: Spelled
    /// Street, street number, entrance code, postal code and place; nil if there is no address.
    let address: [Spelled]?
    /// The serialized object.
    let object: [UInt8]

    private static let addressKeys: [StaticString] = [
        "streetName", "streetNumber", "entranceCode", "postalCode", "postalPlace",
    ]

    init(_ organization: Organization, index: Int, sloppiness: Sloppiness) {
        let owner = Place.shared(4, index)
        func text(_ value: String?, _ field: Place.Field) -> Spelled {
            sloppiness.text(value, at: Place(owner: owner, field: field))
        }
        let number = sloppiness.digits(
            organization.number, at: Place(owner: owner, field: .organizationNumber))
        let name = text(organization.name, .organizationName)
        let substitute = sloppiness.objectSubstitute(at: Place(owner: owner, field: .address))
        let address = substitute != nil ? nil : organization.address
        let parts = address.map {
            [
                text($0.streetName, .streetName), text($0.streetNumber, .streetNumber),
                text($0.entranceCode, .entranceCode), text($0.postalCode, .postalCode),
                text($0.postalPlace, .postalPlace),
            ]
        }
        self.number = number
        self.name = name
        self.address = parts
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.field("orgNumber", number.token)
            writer.field("name", name.token)
            guard let parts else { return writer.field("address", substitute ?? .absent) }
            writer.object("address") { writer in
                for (key, part) in zip(Self.addressKeys, parts) { writer.field(key, part.token) }
            }
        }
        object = writer.bytes
    }
}

/// Everything that documents share, spelled once per sandbox.
struct SpelledCatalogue: Sendable {
    let kinds: [SpelledKind]
    let settings: [SpelledProduct]
    let addOns: [SpelledProduct]
    let organizations: [SpelledOrganization]

    init(_ catalogue: Catalogue, organizations: [Organization], sloppiness: Sloppiness) {
        kinds = catalogue.kinds.map { SpelledKind($0, sloppiness: sloppiness) }
        settings = catalogue.settings.map { SpelledProduct($0, family: 2, sloppiness: sloppiness) }
        addOns = catalogue.addOns.map { SpelledProduct($0.product, family: 3, sloppiness: sloppiness) }
        self.organizations = organizations.enumerated().map {
            SpelledOrganization($0.element, index: $0.offset, sloppiness: sloppiness)
        }
    }
}

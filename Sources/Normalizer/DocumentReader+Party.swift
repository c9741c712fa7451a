import MirrorCore
import PullJSON

/// The paths of a party and its parts.
struct PartyPlace {
    let party: FieldPath
    let person: StaticString
    let organization: StaticString

    static let user = PartyPlace(
        party: FieldPath("$.user"), person: "$.user.person", organization: "$.user.organization")
    static let payer = PartyPlace(
        party: FieldPath("$.payer"), person: "$.payer.person", organization: "$.payer.organization")
    /// Source: API.md 1.7, "will always be an organization".
    static let owner = PartyPlace(
        party: FieldPath("$.owner", isRequired: true), person: "$.owner.person",
        organization: "$.owner.organization")
}

/// An organization's object as read; it may lack the number without which it is no row.
struct OrganizationDraft {
    var orgNumber: String?
    var name: String?
    var address: OrganizationRow.Address?

    var row: OrganizationRow? {
        orgNumber.map {
            var row = OrganizationRow(orgNumber: $0)
            row.name = name
            row.address = address
            return row
        }
    }
}

extension DocumentReader {
    /// The party with `role`; nil if the object names neither a person nor an organization.
    mutating func party(
        _ role: PartyRow.Role, of msisdn: Msisdn, at place: PartyPlace
    ) throws(JSONError) -> SubscriptionDraft.Party {
        guard try beginObject(place.party) else { return (nil, nil) }
        var row = PartyRow(msisdn: msisdn, role: role, kind: .organization)
        var isPresent = false
        var organization: OrganizationRow?
        var fields = Fields<PartyField>(of: place.party)
        while let field = try next(&fields) {
            switch field {
            case .person:
                guard try person(&row, at: place.person) else { continue }
                row.kind = .person
                isPresent = true
            case .organization:
                guard let draft = try self.organization(place.organization) else { continue }
                isPresent = true
                row.orgNumber = draft.orgNumber
                row.organizationName = draft.orgNumber == nil ? draft.name : nil
                organization = draft.row
            }
        }
        return (isPresent ? row : nil, organization)
    }

    /// Fills `row` from the person's object; returns false if there is none.
    private mutating func person(_ row: inout PartyRow, at base: StaticString) throws(JSONError) -> Bool {
        guard try beginObject(FieldPath(base)) else { return false }
        var fields = Fields<PersonField>(of: FieldPath(base))
        while let field = try next(&fields) {
            switch field {
            case .firstName: row.firstName = try text(FieldPath(base, ".firstName"))
            case .middleName: row.middleName = try text(FieldPath(base, ".middleName"))
            case .lastName: row.lastName = try text(FieldPath(base, ".lastName"))
            case .birthDate: row.birthDate = try day(FieldPath(base, ".birthDate"))
            }
        }
        return true
    }

    /// The organization at `base`; nil if there is none.
    mutating func organization(_ base: StaticString) throws(JSONError) -> OrganizationDraft? {
        guard try beginObject(FieldPath(base)) else { return nil }
        let numberPath = FieldPath(base, ".orgNumber", isRequired: true)
        var organization = OrganizationDraft()
        var fields = Fields<OrganizationField>(of: FieldPath(base))
        while let field = try next(&fields) {
            switch field {
            case .orgNumber: organization.orgNumber = try organizationNumber(numberPath)
            case .name: organization.name = try text(FieldPath(base, ".name"))
            case .address: organization.address = try address(base)
            }
        }
        if !fields.saw(.orgNumber) { anomalies.missing(numberPath) }
        return organization
    }

    /// An organization's number as written; nil for a placeholder.
    private mutating func organizationNumber(_ path: FieldPath) throws(JSONError) -> String? {
        let scalar = try json.readScalar()
        let number: String
        switch scalar {
        case .string(let text): number = text.string
        case .number(let literal): number = literal.literal
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: return try unreadable(scalar, path)
        }
        return OrganizationNumber.isPlaceholder(number) ? try unreadable(scalar, path) : number
    }

    /// The address of the organization at `base`; nil if there is none.
    private mutating func address(_ base: StaticString) throws(JSONError) -> OrganizationRow.Address? {
        guard try beginObject(FieldPath(base, ".address")) else { return nil }
        var address = OrganizationRow.Address()
        var fields = Fields<AddressField>(of: FieldPath(base, ".address"))
        while let field = try next(&fields) {
            switch field {
            case .streetName: address.streetName = try text(FieldPath(base, ".address.streetName"))
            case .streetNumber: address.streetNumber = try text(FieldPath(base, ".address.streetNumber"))
            case .entranceCode: address.entranceCode = try text(FieldPath(base, ".address.entranceCode"))
            case .postalCode: address.postalCode = try text(FieldPath(base, ".address.postalCode"))
            case .postalPlace: address.postalPlace = try text(FieldPath(base, ".address.postalPlace"))
            }
        }
        return address
    }
}

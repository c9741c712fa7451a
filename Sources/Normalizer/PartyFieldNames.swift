enum PartyField: Int, FieldName {
    case person, organization

    var key: StaticString {
        switch self {
        case .person: "person"
        case .organization: "organization"
        }
    }
}

enum PersonField: Int, FieldName {
    case firstName, middleName, lastName, birthDate

    var key: StaticString {
        switch self {
        case .firstName: "firstName"
        case .middleName: "middleName"
        case .lastName: "lastName"
        case .birthDate: "birthDate"
        }
    }
}

enum OrganizationField: Int, FieldName {
    case orgNumber, name, address

    var key: StaticString {
        switch self {
        case .orgNumber: "orgNumber"
        case .name: "name"
        case .address: "address"
        }
    }
}

enum AddressField: Int, FieldName {
    case streetName, streetNumber, entranceCode, postalCode, postalPlace

    var key: StaticString {
        switch self {
        case .streetName: "streetName"
        case .streetNumber: "streetNumber"
        case .entranceCode: "entranceCode"
        case .postalCode: "postalCode"
        case .postalPlace: "postalPlace"
        }
    }
}

/// Source: API.md 1.6.
enum AccountField: Int, FieldName {
    case id, accountReference1, accountReference2, accountReference3, owner, personalPayer, invoice, status,
        type

    var key: StaticString {
        switch self {
        case .id: "id"
        case .accountReference1: "accountReference1"
        case .accountReference2: "accountReference2"
        case .accountReference3: "accountReference3"
        case .owner: "owner"
        case .personalPayer: "personalPayer"
        case .invoice: "invoice"
        case .status: "status"
        case .type: "type"
        }
    }
}

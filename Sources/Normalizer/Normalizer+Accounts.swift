import MirrorCore
import PullJSON

extension Normalizer {
    /// The accounts on one page; an entry with two different ids counts as having none.
    ///
    /// - Throws: if the page is not a JSON array.
    package static func readAccounts(_ bytes: RawSpan) throws(DocumentError) -> AccountPage {
        try DocumentReader.read(bytes, comparing: .accountID) { (reader) throws(JSONError) in
            var page = AccountPage()
            var owners: [OrganizationRow] = []
            try reader.json.beginArray()
            while try reader.json.nextElement() {
                let entry = try reader.account()
                if let account = entry.account { page.accounts.append(account) }
                if entry.account == nil { page.unreadableCount += 1 }
                if let owner = entry.owner { owners.append(owner) }
            }
            page.organizations = OrganizationRow.merged(owners)
            page.anomalies = reader.anomalies.anomalies
            return page
        }
    }
}

extension DocumentReader {
    /// The next entry; without a readable id there is no account, and the entry is counted.
    fileprivate mutating func account() throws(JSONError) -> (account: AccountRow?, owner: OrganizationRow?) {
        let path = FieldPath("$[]")
        let scalar = try json.readScalar()
        guard case .object = scalar else {
            try refuse(scalar, path)
            return (nil, nil)
        }
        var id = Identity<String>()
        var row = AccountRow(id: "")
        var owner: OrganizationDraft?
        var fields = Fields<AccountField>(of: path)
        try json.beginObject()
        while let field = try next(&fields) {
            switch field {
            case .id: id.meet(try accountID(.accountID))
            case .accountReference1: row.reference1 = try text(FieldPath("$[]", ".accountReference1"))
            case .accountReference2: row.reference2 = try text(FieldPath("$[]", ".accountReference2"))
            case .accountReference3: row.reference3 = try text(FieldPath("$[]", ".accountReference3"))
            case .status: row.status = try text(FieldPath("$[]", ".status"))
            case .type: row.type = try text(FieldPath("$[]", ".type"))
            case .owner: owner = try organization("$[].owner")
            case .personalPayer, .invoice: try json.skipValue()
            }
        }
        if !fields.saw(.id) { anomalies.missing(.accountID) }
        row.ownerOrgNumber = owner?.orgNumber
        row.ownerName = owner?.name
        guard let id = agreed(id, .accountID) else { return (nil, owner?.row) }
        row.id = id
        return (row, owner?.row)
    }

    /// The digits of an account's id, a string with optional blanks around it or a whole number.
    ///
    /// Up to 8 digits are documented (API.md 1.6); up to 20 are accepted. Anything else could not be used in
    /// a request's path.
    private mutating func accountID(_ path: FieldPath) throws(JSONError) -> String? {
        let scalar = try json.readScalar()
        let id: String
        switch scalar {
        case .string(let text): id = text.string.trimmed
        case .number(let number): id = number.exactInteger.map { String($0) } ?? number.literal
        case .null:
            anomalies.missing(path)
            return nil
        case .unreadableString, .boolean, .object, .array: id = ""
        }
        let isReadable = (1...20).contains(id.utf8.count) && id.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isReadable else {
            try refuse(scalar, path)
            return nil
        }
        return id
    }
}

extension FieldPath {
    fileprivate static let accountID = FieldPath("$[]", ".id", isRequired: true)
}

extension String {
    /// The text without surrounding blanks.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

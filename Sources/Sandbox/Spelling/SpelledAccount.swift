/// An account as the lists spell it.
struct SpelledAccount: Sendable {
    let id: Int
    let idToken: Token
    let reference1: Spelled
    let reference2: Spelled
    let reference3: Spelled
    let status: Spelled
    let type: Spelled
    /// The owner that its sloppiness depends on.
    let owner: UInt64

    init(_ account: Account, sloppiness: Sloppiness) {
        let owner = Place.shared(5, account.id)
        func text(_ value: String?, _ field: Place.Field) -> Spelled {
            sloppiness.text(value, at: Place(owner: owner, field: field))
        }
        self.owner = owner
        id = account.id
        idToken = sloppiness.identifier(account.id, at: Place(owner: owner, field: .accountID))
        reference1 = text(account.reference1, .accountReference1)
        reference2 = text(account.reference2, .accountReference2)
        reference3 = text(account.reference3, .accountReference3)
        status = text(account.status, .accountStatus)
        type = text(account.type, .accountType)
    }
}

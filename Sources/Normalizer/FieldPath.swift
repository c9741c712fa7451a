/// Where a field stands in a document, array indexes left out; made into text only when something is wrong there.
struct FieldPath {
    /// What the place shares with its neighbours: `$.settings[]`.
    let base: StaticString
    /// The rest: `.active`.
    let field: StaticString
    /// Whether the API promises a value there.
    let isRequired: Bool

    init(_ base: StaticString, _ field: StaticString = "", isRequired: Bool = false) {
        self.base = base
        self.field = field
        self.isRequired = isRequired
    }

    var text: String { "\(base)\(field)" }

    /// Whether both are made of the very same literals; equal ones from elsewhere in the source do not count.
    func isSameLiteral(as other: FieldPath) -> Bool {
        base.utf8Start == other.base.utf8Start && field.utf8Start == other.field.utf8Start
    }
}

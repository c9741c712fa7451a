/// A field's place in a document, without array indexes; formatted as text only if something is wrong there.
struct FieldPath {
    /// The part shared with neighbouring places: `$.settings[]`.
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

    /// Whether both consist of the very same literals; equal literals from elsewhere in the source do not
    /// count.
    func isSameLiteral(as other: FieldPath) -> Bool {
        base.utf8Start == other.base.utf8Start && field.utf8Start == other.field.utf8Start
    }
}

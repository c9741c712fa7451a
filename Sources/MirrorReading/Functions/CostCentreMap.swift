import MirrorCore

/// The company's own list of its cost centres: what each is called, and who answers for it.
package struct CostCentreMap: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let costCentre: String
        package let name: String?
        package let owner: String?

        package init(costCentre: String, name: String?, owner: String?) {
            self.costCentre = costCentre
            self.name = name
            self.owner = owner
        }
    }

    package let entries: [Entry]
    /// By the cost centre as texts are compared.
    private let byKey: [String: Entry]

    /// Nil where a cost centre stands twice; capitals and blanks make no other one.
    package init?(_ entries: [Entry]) {
        self.entries = entries
        byKey = Dictionary(
            entries.map { (FreeText.folded($0.costCentre), $0) }, uniquingKeysWith: { first, _ in first })
        if byKey.count != entries.count { return nil }
    }

    /// The entry of a cost centre; nil where there is none.
    func entry(of costCentre: String) -> Entry? { byKey[FreeText.folded(costCentre)] }

    /// Its size as the one value that reports read.
    package var byteCount: Int { json.utf8.count }

    /// The entries as a JSON array of arrays: cost centre, name, owner.
    var json: String {
        JSONValue.array(
            entries.map { .array([.string($0.costCentre), JSONValue($0.name), JSONValue($0.owner)]) }
        ).text
    }
}

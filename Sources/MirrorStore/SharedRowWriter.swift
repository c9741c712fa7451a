import GRDB
import MirrorCore
import Schema

/// Writes the rows that many documents share: subscription types, organizations, texts of products.
///
/// A value missing from one document does not erase the value from another. The last row written for each
/// identity in this transaction is not written again, as nearly every document repeats it.
final class SharedRowWriter {
    private let type: SQLStatement
    private let organization: SQLStatement
    private let insertType: SQLStatement
    private let insertOrganization: SQLStatement
    private let loadTexts: SQLStatement
    private let insertText: SQLStatement
    private let removeText: SQLStatement
    /// The last row written, by identity.
    private var types: [Int64: [Value]] = [:]
    private var organizations: [ExactText: [Value]] = [:]
    private var texts: [Product: [ProductTexts.Text]] = [:]

    private struct Product: Hashable {
        let owner: ProductTexts.Owner
        let id: Int64
        let language: ExactText
    }

    init(in db: Database) throws {
        type = try SQLStatement(
            cached: Relation.subscriptionType.upsert { "coalesce(excluded.\($0), \($0))" }, in: db)
        // A document without an address leaves it as it is; one with an address replaces all of it.
        let hasAddress = "?\(Relation.organization.columns.count + 1)"
        organization = try SQLStatement(
            cached: Relation.organization.upsert { column in
                column == "name"
                    ? "coalesce(excluded.name, name)" : "iif(\(hasAddress), excluded.\(column), \(column))"
            }, in: db)
        insertType = try SQLStatement(cached: Relation.subscriptionType.insertionOfMissing, in: db)
        insertOrganization = try SQLStatement(cached: Relation.organization.insertionOfMissing, in: db)
        loadTexts = try SQLStatement(
            cached:
                "SELECT type, value FROM product_text WHERE owner = ? AND product_id = ? AND language = ?",
            in: db
        )
        insertText = try SQLStatement(
            cached:
                "INSERT INTO product_text (owner, product_id, language, type, value) VALUES (?, ?, ?, ?, ?)",
            in: db)
        removeText = try SQLStatement(
            cached: """
                DELETE FROM product_text
                WHERE owner = ? AND product_id = ? AND language = ? AND type = ? AND value = ?
                """, in: db)
    }

    func save(_ document: NormalizedSubscription) throws {
        if let row = document.subscriptionType { try save(row) }
        for row in document.organizations { try save(row) }
        for product in document.texts { try save(product) }
    }

    /// Saves the types and organizations missing from the mirror, and leaves the others unchanged.
    func saveMissing(of document: NormalizedSubscription) throws {
        if let row = document.subscriptionType, types[row.id] == nil {
            try insertType.run(row.values)
        }
        for row in document.organizations where organizations[ExactText(row.orgNumber)] == nil {
            try insertOrganization.run(row.values)
        }
    }

    func save(_ row: SubscriptionTypeRow) throws {
        let cells = row.values
        guard types.updateValue(cells, forKey: row.id) != cells else { return }
        try type.run(cells)
    }

    func save(_ row: OrganizationRow) throws {
        let cells = row.values + [Value(row.address != nil)]
        guard organizations.updateValue(cells, forKey: ExactText(row.orgNumber)) != cells else { return }
        try organization.run(cells)
    }

    /// Replaces a product's texts in that language.
    func save(_ product: ProductTexts) throws {
        let key = Product(owner: product.owner, id: product.productID, language: ExactText(product.language))
        guard texts.updateValue(product.texts, forKey: key) != product.texts else { return }
        let cells: [Value] = [
            .text(product.owner.rawValue), .integer(product.productID), .text(product.language),
        ]
        let next = product.texts.map { [Value.text($0.type), .text($0.value)] }
        let diff = RelationDiff(from: try loadTexts.rows(cells), to: next)
        for row in diff.removed { try removeText.run(cells + row) }
        for row in diff.inserted { try insertText.run(cells + row) }
    }
}

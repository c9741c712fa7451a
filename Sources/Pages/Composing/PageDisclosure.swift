import Exports
import MirrorCore
import MirrorReading

/// How much of people stands on a page.
struct PageDisclosure: Sendable {
    let privacy: ExportPrivacy
    /// Groups of fewer are folded, where people are not named.
    let smallestGroup: Int

    init(_ privacy: ExportPrivacy, smallestGroup: Int) {
        self.privacy = privacy
        self.smallestGroup = smallestGroup
    }

    var level: PrivacyLevel { privacy.level }

    /// Whether names of people stand on it as they are.
    var isNamed: Bool { level.treatment(of: .name) == .asItIs }

    /// Whether a row may say which groups its number belongs to: several together name a person.
    var showsGroupsOfRows: Bool { isNamed }

    /// A text of the class `privacy`; nil where it does not leave.
    func cell(_ text: String, as privacy: RelationColumn.Privacy) -> PageCell? {
        switch level.treatment(of: privacy) {
        case .asItIs: privacy == .number ? .msisdn(text) : .text(text)
        case .pseudonym: self.privacy.pseudonym(of: text, as: privacy).map(PageCell.pseudonym)
        case .absent, .byRow: nil
        }
    }

    /// Whether a column of that class leaves at all.
    func leaves(_ privacy: RelationColumn.Privacy) -> Bool {
        switch level.treatment(of: privacy) {
        case .asItIs, .pseudonym: true
        case .absent, .byRow: false
        }
    }

    /// Whether a row that tells of a change of some field leaves.
    func leaves(fieldOf row: [Value], relation: Int, field: Int) -> Bool {
        guard row.indices.contains(relation), row.indices.contains(field),
            case .text(let name) = row[relation], case .text(let column) = row[field]
        else { return true }
        return leaves(Self.privacy(of: column, in: name))
    }

    /// The class of a relation's column; of one that is not known a class that leaves nowhere but at the highest level.
    static func privacy(of column: String, in relation: String) -> RelationColumn.Privacy {
        classes[relation]?[column] ?? .mixed
    }

    private static let classes: [String: [String: RelationColumn.Privacy]] = Dictionary(
        uniqueKeysWithValues: RelationRegistry.mirror.relations.map { relation in
            (
                relation.name,
                Dictionary(relation.fields.map { ($0.name, $0.privacy) }, uniquingKeysWith: { $1 })
            )
        })
}

import Exports
import Foundation
import MirrorCore
import MirrorReading

/// How much personal data a page shows.
struct PagePrivacy: Sendable {
    let privacy: ExportPrivacy
    /// Smaller groups are merged, unless people are named.
    let smallestGroup: Int

    init(_ privacy: ExportPrivacy, smallestGroup: Int) {
        self.privacy = privacy
        self.smallestGroup = smallestGroup
    }

    var level: PrivacyLevel { privacy.level }

    /// Whether the page shows people's real names.
    var isNamed: Bool { level.treatment(of: .name) == .asItIs }

    /// Whether a row may name the groups of its number: several together identify a person.
    var showsGroupsOfRows: Bool { isNamed }

    /// Whether rows tell months instead of days: a day and a place beside each other often name a person.
    var daysAreMonths: Bool { level == .minimal }

    /// `cell`, or its month in its place.
    func cell(_ cell: PageCell, in timeZone: TimeZone) -> PageCell {
        guard daysAreMonths else { return cell }
        switch cell {
        case .day(let day): return Self.month(day.text) ?? .unknown
        case .instant(let instant):
            return Instant.date(instant).flatMap { Self.month(CalendarDay.text(of: $0, in: timeZone)) }
                ?? .unknown
        default: return cell
        }
    }

    private static func month(_ day: String) -> PageCell? {
        CalendarMonth(String(day.prefix(7))).map(PageCell.month)
    }

    /// A cell for a text of the class `privacy`; nil if the class is withheld.
    func cell(_ text: String, as privacy: RelationColumn.Privacy) -> PageCell? {
        switch level.treatment(of: privacy) {
        case .asItIs: privacy == .number ? .msisdn(text) : .text(text)
        case .pseudonym: self.privacy.pseudonym(of: text, as: privacy).map(PageCell.pseudonym)
        case .absent, .byRow: nil
        }
    }

    /// Whether columns of that class are shown at all.
    func leaves(_ privacy: RelationColumn.Privacy) -> Bool {
        switch level.treatment(of: privacy) {
        case .asItIs, .pseudonym: true
        case .absent, .byRow: false
        }
    }

    /// Whether a row about a change of a field may be shown.
    func leaves(fieldOf row: [Value], relation: Int, field: Int) -> Bool {
        guard row.indices.contains(relation), row.indices.contains(field),
            case .text(let name) = row[relation], case .text(let column) = row[field]
        else { return true }
        return leaves(Self.privacy(of: column, in: name))
    }

    /// The class of a relation's column; an unknown one gets a class that only the highest level shows.
    static func privacy(of column: String, in relation: String) -> RelationColumn.Privacy {
        // A change of the type names the type, not its number.
        classes[relation]?[column] ?? classes[relation]?[column + "_id"] ?? .mixed
    }

    private static let classes: [String: [String: RelationColumn.Privacy]] = Dictionary(
        uniqueKeysWithValues: RelationRegistry.mirror.relations.map { relation in
            (
                relation.name,
                Dictionary(relation.fields.map { ($0.name, $0.privacy) }, uniquingKeysWith: { $1 })
            )
        })
}

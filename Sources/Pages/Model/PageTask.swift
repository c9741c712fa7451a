/// Data to correct, with the rows concerned.
package struct PageTask: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case barred
        case ended
        case doubleAddOns = "double-add-ons"
        case unusedTwins = "unused-twins"
        case noCostCentre = "no-cost-centre"
        case noUser = "no-user"

        package var place: PagePlace {
            switch self {
            case .barred: .barred
            case .ended: .ended
            case .doubleAddOns: .doubleAddOns
            case .unusedTwins: .unusedTwins
            case .noCostCentre: .noCostCentre
            case .noUser: .noUser
            }
        }
    }

    package let name: Name
    package let count: Int
    /// The count at the end of the previous month; nil if unknown.
    package let before: Int?
    package let listing: PageListing

    package var change: Int? { before.map { count - $0 } }
}

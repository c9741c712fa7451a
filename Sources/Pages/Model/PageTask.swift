/// Something to be put right, with the rows that it is about.
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
    /// At the end of the month before; nil where that is not known.
    package let before: Int?
    package let listing: PageListing

    package var change: Int? { before.map { count - $0 } }
}

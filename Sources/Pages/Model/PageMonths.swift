package import MirrorCore

/// The head count at the end of each month, oldest first.
package struct PageMonths: Sendable, Equatable {
    package struct Month: Sendable, Equatable {
        package let month: CalendarMonth
        package let count: Int
        package let state: State
    }

    package enum State: Sendable {
        /// The month was closed with this count.
        case closed
        case over
        /// The count is the current one.
        case underWay
    }

    package let months: [Month]
    package let source: PageSource
}

/// How the head count developed from the end of the previous month to now.
package struct PageBridge: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case opening, loaded, new, returned, terminated, gone
        case rereadIn = "reread_in"
        case rereadOut = "reread_out"
        case closing
    }

    package struct Step: Sendable, Equatable {
        package let name: Name
        /// The step's change; for opening and closing, the head count itself.
        package let amount: Int

        package var isTotal: Bool { name == .opening || name == .closing }
    }

    /// The steps; loaded and reread only if they are not zero.
    package let steps: [Step]
    package let source: PageSource
    /// The count with which the previous month was closed; nil if it equals the opening.
    package let closedWith: Int?
    /// Whether the steps do not add up to the closing.
    package let isBroken: Bool
}

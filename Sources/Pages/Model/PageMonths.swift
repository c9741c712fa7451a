package import MirrorCore

/// The head count at the end of each month, oldest first.
package struct PageMonths: Sendable, Equatable {
    package struct Month: Sendable, Equatable {
        package let month: CalendarMonth
        package let count: Int
        package let state: State
    }

    package enum State: Sendable {
        /// It was closed, and this is the count that it was closed with.
        case closed
        case over
        /// The count is as of now.
        case underWay
    }

    package let months: [Month]
    package let source: PageSource
}

/// How the head count at the end of the month before leads to the one of now.
package struct PageBridge: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case opening, loaded, new, returned, terminated, gone
        case rereadIn = "reread_in"
        case rereadOut = "reread_out"
        case closing
    }

    package struct Step: Sendable, Equatable {
        package let name: Name
        /// What it adds; of opening and closing the head count.
        package let amount: Int

        package var isTotal: Bool { name == .opening || name == .closing }
    }

    /// Loaded and reread only where there is something.
    package let steps: [Step]
    package let source: PageSource
    /// What the month before was closed with, where that is another count than the opening.
    package let closedWith: Int?
    /// Whether the steps do not lead to the closing.
    package let isBroken: Bool
}

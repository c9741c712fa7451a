/// Decides, page by page, how a list is read while its rows move: a state machine over the pages that came.
///
/// Rows may change their places between two requests. One that moves back comes twice, which costs nothing; one that
/// moves forward, because another before it left the list, may slip through between two pages. So a list of more than
/// one page is read again, pass after pass, until a pass brings nothing that was not seen before.
///
/// Source: API.md 1.2, "stop on a page shorter than `pageSize`".
package struct ListWalk: Sendable, Equatable {
    /// What to do next.
    package enum Step: Sendable, Equatable {
        /// Ask for this page, from 0.
        case page(Int)
        /// Nothing: the list is read. `isSettled` is false when it did not come to rest within ``passCeiling``.
        case end(isSettled: Bool)
    }

    /// Why a list cannot be read.
    package enum Fault: Error, Sendable, Equatable {
        /// The page is byte for byte the one before it, so it would go on for ever.
        case pageRepeated(page: Int)
        /// No list of ours is that long.
        case tooManyPages(ceiling: Int)
    }

    /// What is known of one page.
    package struct Page: Sendable, Equatable {
        /// Rows in it, readable or not.
        package let rows: Int
        /// Rows that no page before it held, of this pass or another.
        package let newRows: Int
        /// The same for two pages of the same bytes.
        package let fingerprint: Int

        package init(rows: Int, newRows: Int, fingerprint: Int) {
            self.rows = rows
            self.newRows = newRows
            self.fingerprint = fingerprint
        }
    }

    /// How often a list is read at most.
    package static let passCeiling = 8

    /// Rows asked for in one page.
    package let pageSize: Int
    /// Pages of one pass at most.
    package let pageCeiling: Int
    package private(set) var next = Step.page(0)
    /// Pages of all passes.
    package private(set) var pages = 0
    /// Passes that were read to their end.
    package private(set) var passes = 0
    /// Rows of all pages, repeated ones included.
    package private(set) var rows = 0
    private var newRows = 0
    private var fingerprint: Int?

    /// Begins before the first page.
    package init(pageSize: Int, pageCeiling: Int = 10_000) {
        self.pageSize = pageSize
        self.pageCeiling = pageCeiling
    }

    /// Takes in the page that ``next`` asked for.
    package mutating func take(_ page: Page) throws(Fault) {
        guard case .page(let index) = next else { return }
        if page.fingerprint == fingerprint, page.rows > 0 { throw .pageRepeated(page: index) }
        fingerprint = page.fingerprint
        pages += 1
        rows += page.rows
        newRows += page.newRows
        if page.rows < pageSize {
            endPass(ofPages: index + 1)
        } else if index + 1 < pageCeiling {
            next = .page(index + 1)
        } else {
            throw .tooManyPages(ceiling: pageCeiling)
        }
    }

    private mutating func endPass(ofPages count: Int) {
        passes += 1
        let isSettled = count == 1 || (passes > 1 && newRows == 0)
        next = isSettled || passes == Self.passCeiling ? .end(isSettled: isSettled) : .page(0)
        newRows = 0
        fingerprint = nil
    }
}

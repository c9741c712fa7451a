/// Decides, page by page, how a list is read while its rows move: a state machine over the pages that came.
///
/// Rows may change their places between two requests. One that moves back comes twice, which costs nothing; one that
/// moves forward, because another before it left the list, may slip through between two pages. So a list of more than
/// one page is read again, pass after pass, until a pass brings nothing that was not seen before.
///
/// A list ends with a page shorter than `pageSize`. A server may give out less than it is asked for, a hundred rows of a
/// thousand: where that would make a short list of a long one, a page with a round number of rows is not taken
/// for the last before the next one is empty.
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
    /// Whether a server is to be expected that gives out less than it is asked for.
    package let expectsCap: Bool
    /// Pages of one pass at most.
    package let pageCeiling: Int
    package private(set) var next = Step.page(0)
    /// Pages of all passes.
    package private(set) var pages = 0
    /// Passes that were read to their end.
    package private(set) var passes = 0
    /// Rows of all pages, repeated ones included.
    package private(set) var rows = 0
    /// Whether page after page brought nothing new: the server does not go on to the next, and what else it has is not known.
    package private(set) var isStalled = false
    private var newRows = 0
    private var fingerprint: Int?
    /// Rows in a full page, as far as the server has shown: what is asked for, or less.
    private var fullPage: Int
    /// The page before was short and round, so this one tells whether it was the last.
    package private(set) var isProbing = false
    /// Full pages in a row, of the first pass, that brought nothing new.
    private var vainPages = 0

    /// No server gives out less than this; a quiet day's changes are fewer, and cost no further request.
    private static let leastCap = 20

    /// So many of them are no coincidence of rows that move.
    private static let vainCeiling = 3

    /// Begins before the first page.
    package init(pageSize: Int, pageCeiling: Int = 10_000, expectsCap: Bool = false) {
        self.pageSize = pageSize
        self.expectsCap = expectsCap
        fullPage = pageSize
        self.pageCeiling = pageCeiling
    }

    /// Takes in the page that ``next`` asked for.
    package mutating func take(_ page: Page) throws(Fault) {
        guard case .page(let index) = next else { return }
        if isProbing {
            isProbing = false
            // A server that knows no next page gives out one that was seen.
            if page.rows == 0 || page.newRows == 0 || page.fingerprint == fingerprint {
                pages += 1
                rows += page.rows
                return endPass(ofPages: index)
            }
            // Only the first page is before it.
            fullPage = rows
        }
        if page.fingerprint == fingerprint, page.rows > 0 { throw .pageRepeated(page: index) }
        fingerprint = page.fingerprint
        pages += 1
        rows += page.rows
        newRows += page.newRows
        vainPages = passes == 0 && page.newRows == 0 ? vainPages + 1 : 0
        if page.rows < fullPage {
            isProbing =
                expectsCap && passes == 0 && index == 0 && page.rows >= Self.leastCap
                && page.rows.isMultiple(of: 10)
            if isProbing { next = .page(1) } else { endPass(ofPages: index + 1) }
        } else if vainPages == Self.vainCeiling {
            isStalled = true
            next = .end(isSettled: false)
        } else if index + 1 < pageCeiling {
            next = .page(index + 1)
        } else {
            throw .tooManyPages(ceiling: pageCeiling)
        }
    }

    /// Takes in that there is no page after the one before.
    package mutating func endProbe() {
        guard isProbing else { return }
        isProbing = false
        endPass(ofPages: 1)
    }

    private mutating func endPass(ofPages count: Int) {
        passes += 1
        let isSettled = count == 1 || (passes > 1 && newRows == 0)
        next = isSettled || passes == Self.passCeiling ? .end(isSettled: isSettled) : .page(0)
        newRows = 0
        fingerprint = nil
    }
}

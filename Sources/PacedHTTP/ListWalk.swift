/// Decides, page by page, how to read a list whose rows move: a state machine over the pages received.
///
/// Rows may move between two requests. A row that moves back comes twice, which costs nothing; a row that
/// moves forward, because another one before it left the list, may slip through between two pages. So a list
/// of more than one page is read again, pass after pass, until a pass brings nothing new.
///
/// A list ends with a page shorter than `pageSize`. A server may return fewer rows than requested, a hundred
/// instead of a thousand, which would make a long list look short: so a page with a round number of rows
/// counts as the last only if the next one is empty.
package struct ListWalk: Sendable, Equatable {
    /// The next step.
    package enum Step: Sendable, Equatable {
        /// Request this page, from 0.
        case page(Int)
        /// Stop: the list is read. `isSettled` is false if new rows kept coming up to ``passCeiling``, or if
        /// the list stalled.
        case end(isSettled: Bool)
    }

    /// Why a list cannot be read.
    package enum Fault: Error, Sendable, Equatable {
        /// The page equals the one before it byte for byte, so the list would never end.
        case pageRepeated(page: Int)
        /// The list has more pages than any real one.
        case tooManyPages(ceiling: Int)
    }

    /// The facts about one page.
    package struct Page: Sendable, Equatable {
        /// Rows in it, readable or not.
        package let rows: Int
        /// Rows that no earlier page held, of this pass or another.
        package let newRows: Int
        /// Equal for two pages with the same bytes.
        package let fingerprint: Int

        package init(rows: Int, newRows: Int, fingerprint: Int) {
            self.rows = rows
            self.newRows = newRows
            self.fingerprint = fingerprint
        }
    }

    /// The most passes over one list.
    package static let passCeiling = 8

    /// Rows requested per page.
    package let pageSize: Int
    /// Whether to expect a server that returns fewer rows than requested.
    package let expectsCap: Bool
    /// The most pages in one pass.
    package let pageCeiling: Int
    package private(set) var next = Step.page(0)
    /// Pages of all passes.
    package private(set) var pages = 0
    /// Passes read to their end.
    package private(set) var passes = 0
    /// Rows of all pages, including repeated ones.
    package private(set) var rows = 0
    /// Whether page after page brought nothing new: the server does not advance, and what else it has is
    /// unknown.
    package private(set) var isStalled = false
    private var newRows = 0
    private var fingerprint: Int?
    /// Rows in a full page, as far as the server has shown: the number requested, or fewer.
    private var fullPage: Int
    /// Whether the page before was short and round, so that this one shows whether it was the last.
    package private(set) var isProbing = false
    /// Consecutive full pages of the first pass that brought nothing new.
    private var vainPages = 0

    /// No server caps pages below this; a quiet day's changes are fewer, and cost no extra request.
    private static let leastCap = 20

    /// This many vain pages cannot be a coincidence of moving rows.
    private static let vainCeiling = 3

    /// Starts before the first page.
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
            // A server without a next page may repeat one already seen.
            if page.rows == 0 || page.newRows == 0 || page.fingerprint == fingerprint {
                pages += 1
                rows += page.rows
                return endPass(ofPages: index)
            }
            // `rows` is the size of the first page: no other came before.
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

    /// Records that there is no page after the one before.
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

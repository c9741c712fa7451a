import PacedHTTP
import Testing

/// Invariant: a list of more than one page counts as read only after a pass that brought nothing new.
@Suite("Walking through a list")
struct ListWalkTests {
    /// Feeds pages of (rows, new rows); returns the requested indices and the end.
    private static func walk(
        _ pages: [(rows: Int, new: Int)], pageSize: Int = 10, expectsCap: Bool = false
    ) throws -> (asked: [Int], walk: ListWalk) {
        var walk = ListWalk(pageSize: pageSize, expectsCap: expectsCap)
        var asked: [Int] = []
        for (number, page) in pages.enumerated() {
            guard case .page(let index) = walk.next else { break }
            asked.append(index)
            try walk.take(ListWalk.Page(rows: page.rows, newRows: page.new, fingerprint: number))
        }
        return (asked, walk)
    }

    @Test(
        "one short page is the whole list; a longer list is read until a pass brings nothing new",
        arguments: [
            ([(rows: 0, new: 0)], [0]), ([(9, 9)], [0]),
            ([(10, 10), (3, 3), (10, 0), (3, 0)], [0, 1, 0, 1]),
            ([(10, 10), (0, 0), (10, 0), (0, 0)], [0, 1, 0, 1]),
            // An earlier list had all its rows already, which does not show whether a row slipped through.
            ([(10, 0), (3, 0), (10, 0), (3, 0)], [0, 1, 0, 1]),
            // One row slipped through the first pass, another through the second.
            (
                [(10, 10), (3, 2), (10, 1), (3, 0), (10, 0), (3, 1), (10, 0), (3, 0)],
                [0, 1, 0, 1, 0, 1, 0, 1]
            ),
            // It shrank to a single page meanwhile, and within one page no row can slip through.
            ([(10, 10), (3, 3), (9, 0)], [0, 1, 0]),
        ] as [([(rows: Int, new: Int)], [Int])])
    func settles(pages: [(rows: Int, new: Int)], asked: [Int]) throws {
        let result = try Self.walk(pages + [(10, 10), (10, 10)])
        #expect(result.asked == asked)
        #expect(result.walk.next == .end(isSettled: true))
        #expect(result.walk.pages == asked.count)
        #expect(result.walk.rows == pages.reduce(0) { $0 + $1.rows })
        #expect(result.walk.passes == asked.count { $0 == 0 })
    }

    @Test("a list that brings something new in every pass does not settle, and is given up")
    func restless() throws {
        let pages = (0..<100).map { (rows: $0.isMultiple(of: 2) ? 10 : 3, new: 1) }
        let result = try Self.walk(pages)
        #expect(result.walk.next == .end(isSettled: false))
        #expect(result.walk.passes == ListWalk.passCeiling)
        #expect(result.asked.count == 2 * ListWalk.passCeiling)
    }

    @Test("a page that repeats the one before it is an error, unless both are empty")
    func repeats() throws {
        var walk = ListWalk(pageSize: 10)
        let page = ListWalk.Page(rows: 10, newRows: 10, fingerprint: 7)
        try walk.take(page)
        #expect(throws: ListWalk.Fault.pageRepeated(page: 1)) { try walk.take(page) }
    }

    @Test("the last page of a pass may be the same as the first of the next")
    func newPass() throws {
        var walk = ListWalk(pageSize: 10)
        try walk.take(ListWalk.Page(rows: 10, newRows: 10, fingerprint: 1))
        try walk.take(ListWalk.Page(rows: 1, newRows: 1, fingerprint: 2))
        #expect(walk.next == .page(0))
        try walk.take(ListWalk.Page(rows: 1, newRows: 0, fingerprint: 2))
        #expect(walk.next == .end(isSettled: true))
    }

    @Test("a list without an end stops at the ceiling")
    func ceiling() throws {
        var walk = ListWalk(pageSize: 10, pageCeiling: 2)
        try walk.take(ListWalk.Page(rows: 10, newRows: 10, fingerprint: 1))
        #expect(throws: ListWalk.Fault.tooManyPages(ceiling: 2)) {
            try walk.take(ListWalk.Page(rows: 10, newRows: 10, fingerprint: 2))
        }
    }

    @Test(
        "where a server may give out less than it is asked for, a round page is the last when the next has nothing new",
        arguments: [
            ([(rows: 10, new: 10)], [0]), ([(21, 21)], [0]), ([(0, 0)], [0]),
            ([(20, 20), (0, 0)], [0, 1]),
            // It ignores pages, and returns the same rows in another order.
            ([(20, 20), (20, 0)], [0, 1]),
            ([(100, 100), (100, 100), (30, 30), (100, 0), (100, 0), (30, 0)], [0, 1, 2, 0, 1, 2]),
            ([(100, 100), (100, 100), (0, 0), (100, 0), (100, 0), (0, 0)], [0, 1, 2, 0, 1, 2]),
        ] as [([(rows: Int, new: Int)], [Int])])
    func probes(pages: [(rows: Int, new: Int)], asked: [Int]) throws {
        let result = try Self.walk(pages + [(7, 7)], pageSize: 1000, expectsCap: true)
        #expect(result.asked == asked)
        #expect(result.walk.next == .end(isSettled: true))
        #expect(!result.walk.isStalled)
    }

    @Test("the next page may be the same, byte for byte, when it only tells whether there is one")
    func probesRepeated() throws {
        var walk = ListWalk(pageSize: 1000, expectsCap: true)
        let page = ListWalk.Page(rows: 20, newRows: 20, fingerprint: 7)
        try walk.take(page)
        try walk.take(page)
        #expect(walk.next == .end(isSettled: true))
    }

    @Test("a refusal of the next page tells the same, and only there")
    func probesRefused() throws {
        var walk = ListWalk(pageSize: 1000, expectsCap: true)
        walk.endProbe()
        #expect(walk.next == .page(0))
        try walk.take(ListWalk.Page(rows: 20, newRows: 20, fingerprint: 7))
        #expect(walk.isProbing)
        walk.endProbe()
        #expect(walk.next == .end(isSettled: true))
        #expect(walk.rows == 20)
    }

    @Test("a list that goes on without anything new is given up after three such pages, and is not read")
    func stalls() throws {
        let result = try Self.walk([(10, 10)] + Array(repeating: (rows: 10, new: 0), count: 9))
        #expect(result.asked == [0, 1, 2, 3])
        #expect(result.walk.isStalled)
        #expect(result.walk.next == .end(isSettled: false))
    }
}

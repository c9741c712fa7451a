package import MirrorCore

/// One page of a list.
package struct Page: Sendable {
    /// From 0.
    package let index: Int
    /// Its body is a JSON array.
    package let reply: Reply
    /// The elements of the array, readable or not: how the end of a list is judged.
    package let rowCount: Int
}

extension TelenorClient {
    /// Reads `list` as ``ListWalk`` decides, one page at a time.
    ///
    /// A page of a search for changes is sent with a `since` that keeps the start of all pages the same.
    ///
    /// - Parameters:
    ///   - pageSize: 1 to 1000.
    ///   - expectsCap: see ``ListWalk/expectsCap``.
    ///   - beforeEach: asked before each page; what it throws ends the reading.
    ///   - take: takes a page in, and says how many of its rows no page before it held.
    /// - Throws: ``APIFailure``, also for a page that repeats the one before it byte for byte and beyond the page ceiling.
    package func read(
        _ list: PageList, pageSize: Int = 1000, expectsCap: Bool = false,
        beforeEach: () throws -> Void = {}, take: (Page) async throws -> Int
    ) async throws -> ListWalk {
        var walk = ListWalk(pageSize: pageSize, expectsCap: expectsCap)
        while case .page(let index) = walk.next {
            try beforeEach()
            let reply: Reply
            do {
                reply = try await page(index, of: list, pageSize: pageSize)
            } catch let failure as APIFailure where walk.isProbing && failure.meansNoSuchPage {
                walk.endProbe()
                continue
            }
            let page = Page(index: index, reply: reply, rowCount: reply.rows ?? 0)
            let newRows = try await take(page)
            do {
                try walk.take(
                    ListWalk.Page(
                        rows: page.rowCount, newRows: newRows, fingerprint: Self.fingerprint(reply.body)))
            } catch .pageRepeated(let page) {
                throw APIFailure.pageRepeated(list.purpose, page: page)
            } catch .tooManyPages(let ceiling) {
                throw APIFailure.tooManyPages(list.purpose, ceiling: ceiling)
            }
        }
        return walk
    }

    private static func fingerprint(_ body: [UInt8]) -> Int {
        var hasher = Hasher()
        body.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}

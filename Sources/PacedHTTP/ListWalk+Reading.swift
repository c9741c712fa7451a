/// One page of a list.
package struct FetchedPage: Sendable {
    /// From 0.
    package let index: Int
    /// Its body is a JSON array.
    package let reply: Reply
    /// The elements of the array, readable or not: how the end of a list is judged.
    package let rowCount: Int
}

extension ListWalk {
    /// Reads a list as a walk decides, one page at a time.
    ///
    /// - Parameters:
    ///   - pageSize: rows asked for in a page.
    ///   - expectsCap: see ``expectsCap``.
    ///   - fetch: fetches a page.
    ///   - meansNoSuchPage: whether what `fetch` threw may say that the list has no such page.
    ///   - take: takes a page in, and says how many of its rows no page before it held.
    /// - Throws: ``Fault``, and what `fetch` and `take` throw.
    package static func read(
        pageSize: Int, expectsCap: Bool = false,
        fetch: (_ index: Int) async throws -> Reply, meansNoSuchPage: (any Error) -> Bool,
        take: (FetchedPage) async throws -> Int
    ) async throws -> ListWalk {
        var walk = ListWalk(pageSize: pageSize, expectsCap: expectsCap)
        while case .page(let index) = walk.next {
            let reply: Reply
            do {
                reply = try await fetch(index)
            } catch  where walk.isProbing && meansNoSuchPage(error) {
                walk.endProbe()
                continue
            }
            let page = FetchedPage(index: index, reply: reply, rowCount: reply.rows ?? 0)
            let newRows = try await take(page)
            try walk.take(
                ListWalk.Page(
                    rows: page.rowCount, newRows: newRows, fingerprint: fingerprint(reply.body)))
        }
        return walk
    }

    private static func fingerprint(_ body: [UInt8]) -> Int {
        var hasher = Hasher()
        body.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}

/// One page of a list.
package struct FetchedPage: Sendable {
    /// From 0.
    package let index: Int
    /// A reply whose body is a JSON array.
    package let reply: Reply
    /// The number of elements of the array, readable or not, which decides where a list ends.
    package let rowCount: Int
}

extension ListWalk {
    /// Reads a list page by page, as a walk decides.
    ///
    /// - Parameters:
    ///   - pageSize: rows requested per page.
    ///   - expectsCap: see ``expectsCap``.
    ///   - fetch: fetches a page.
    ///   - meansNoSuchPage: whether an error of `fetch` may mean that the list has no such page.
    ///   - take: takes in a page and returns how many of its rows no earlier page held.
    /// - Throws: ``Fault``, and any error of `fetch` and `take`.
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

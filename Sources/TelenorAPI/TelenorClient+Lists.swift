package import PacedHTTP

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
        beforeEach: () throws -> Void = {}, take: (FetchedPage) async throws -> Int
    ) async throws -> ListWalk {
        do {
            return try await ListWalk.read(pageSize: pageSize, expectsCap: expectsCap) { index in
                try beforeEach()
                return try await page(index, of: list, pageSize: pageSize)
            } meansNoSuchPage: { error in
                (error as? APIFailure)?.meansNoSuchPage ?? false
            } take: { page in
                try await take(page)
            }
        } catch let fault as ListWalk.Fault {
            throw APIFailure(fault, in: list.purpose)
        }
    }
}

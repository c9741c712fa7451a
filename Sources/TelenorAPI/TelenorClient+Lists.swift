package import PacedHTTP

extension TelenorClient {
    /// Reads `list` page by page, as ``ListWalk`` decides.
    ///
    /// In a search for changes, each page's `since` is chosen so that all pages start at the same instant.
    ///
    /// - Parameters:
    ///   - pageSize: 1 to 1000.
    ///   - expectsCap: see ``ListWalk/expectsCap``.
    ///   - beforeEach: called before each page; an error that it throws ends the reading.
    ///   - take: takes in a page and returns how many of its rows no earlier page held.
    /// - Throws: ``APIFailure``, also for a page that repeats the one before it byte for byte and for a list
    ///   beyond the page ceiling.
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

/// One page of a list.
package struct Page: Sendable {
    /// From 0.
    package let index: Int
    /// Its body is a JSON array.
    package let reply: Reply
    /// The elements of the array, readable or not: how the end of a list is judged.
    package let rowCount: Int
}

/// The pages of a list, each fetched when it is asked for; at most one is held.
///
/// Ends after a page that is shorter than asked for. A page of a search for changes is sent with a `since` that keeps
/// the start of all pages the same.
/// - Throws: ``APIFailure``, also for a page that repeats the one before it byte for byte and beyond the page ceiling.
///
/// Source: API.md 1.2, "stop on a page shorter than `pageSize`".
package struct Pages: AsyncSequence, Sendable {
    package typealias Element = Page

    let client: TelenorClient
    let list: PageList
    let pageSize: Int

    /// Begins at page 0; nothing is fetched yet.
    package func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

    /// A walk through the pages.
    package struct Iterator: AsyncIteratorProtocol {
        let pages: Pages
        private var index = 0
        private var isAtEnd = false
        /// Of the page before, to see when one is repeated.
        private var fingerprint: Int?

        fileprivate init(pages: Pages) { self.pages = pages }

        /// Fetches the next page; nil after the last.
        package mutating func next() async throws -> Page? {
            guard !isAtEnd else { return nil }
            let ceiling = pages.client.configuration.pageCeiling
            guard index < ceiling else {
                throw APIFailure.tooManyPages(pages.list.purpose, ceiling: ceiling)
            }
            let reply = try await pages.client.page(index, of: pages.list, pageSize: pages.pageSize)
            let page = Page(index: index, reply: reply, rowCount: reply.rows ?? 0)
            isAtEnd = page.rowCount < pages.pageSize
            try compare(page)
            index += 1
            return page
        }

        private mutating func compare(_ page: Page) throws {
            var hasher = Hasher()
            page.reply.body.withUnsafeBytes { hasher.combine(bytes: $0) }
            let found = hasher.finalize()
            if found == fingerprint, page.rowCount > 0 {
                isAtEnd = true
                throw APIFailure.pageRepeated(pages.list.purpose, page: page.index)
            }
            fingerprint = found
        }
    }
}

extension TelenorClient {
    /// Walks through `list`.
    ///
    /// - Parameter pageSize: 1 to 1000.
    package func pages(of list: PageList, pageSize: Int = 1000) -> Pages {
        Pages(client: self, list: list, pageSize: pageSize)
    }
}

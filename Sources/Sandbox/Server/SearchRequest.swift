/// The requested page of a list.
struct PageRequest: Sendable {
    let page: Int
    let size: Int

    /// The default size is not documented; this sandbox uses 100.
    ///
    /// - Throws: `Refusal` 400000.
    init(_ query: Query) throws(Refusal) {
        page = try query.wholeNumber("page") ?? 0
        size = try query.wholeNumber("pageSize") ?? 100
        guard (1...1000).contains(size), page < 1_000_000_000 else { throw Refusal(code: 400000) }
    }

    func cut<Rows: RandomAccessCollection>(_ rows: Rows) -> [Rows.Element] {
        Array(rows.dropFirst(page * size).prefix(size))
    }
}

/// A validated search.
struct SearchRequest: Sendable {
    /// Milliseconds since 1970 by the server's clock.
    let changedSince: Int64?
    let productID: Int?
    let isAscending: Bool
    let page: PageRequest

    /// Validates the parameters; the order is newest first unless `ascending` is set.
    ///
    /// - Parameter now: milliseconds since 1970 by the server's clock.
    /// - Throws: `Refusal` 400005, 400017 or 400000.
    init(_ query: Query, now: Int64, longestSince: Duration?) throws(Refusal) {
        switch (query["since"], query["productId"]) {
        case (nil, nil): throw Refusal(code: 400005)
        case (.some, .some): throw Refusal(code: 400017)
        default: break
        }
        let seconds = try query.wholeNumber("since")
        if let seconds, seconds > 10_000_000_000 || longestSince.map({ .seconds(seconds) > $0 }) ?? false {
            throw Refusal(code: 400000)
        }
        changedSince = seconds.map { now - Int64($0) * 1000 }
        productID = try query.wholeNumber("productId")
        isAscending = try query.flag("ascending") ?? false
        page = try PageRequest(query)
    }
}

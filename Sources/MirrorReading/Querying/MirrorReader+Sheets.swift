import Schema

extension MirrorReader {
    /// Writes the results of `sheets` as one workbook, one named sheet each, all from the same moment.
    ///
    /// - Parameters:
    ///   - title: the title of the sheet that describes the others.
    ///   - notes: lines on that sheet.
    /// - Throws: ``QueryFailure``, ``MirrorReadFailure``, ``WorkbookFailure``,
    ///   `FileFailure`, errors from `sink`.
    package func writeWorkbook(
        _ sheets: [(name: String, query: Query)], title: String, notes: [String], noting cuts: TruncatedTexts,
        to sink: @escaping ByteSink
    ) throws {
        #if XLSX
            let book = try ResultWorkbook(created: viewpoint.now, to: sink)
            try readForeign { db, watcher in
                for sheet in sheets {
                    var head = ResultHead(viewpoint, limits, width: nil, cuts: cuts)
                    (head.name, head.kinds) = (sheet.name, sheet.query.kinds)
                    try Self.answer(sheet.query, in: db, watchedBy: watcher) { statement in
                        _ = try Self.write(statement, by: book.sheet(head))
                    }
                }
            }
            try book.end(title: title, lines: notes + cuts.all.map(\.text))
        #else
            throw WorkbookFailure.notBuilt
        #endif
    }
}

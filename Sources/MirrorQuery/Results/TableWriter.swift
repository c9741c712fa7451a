/// Writes aligned columns for people; holds every row until the end, as widths depend on all of them.
struct TableWriter: ResultWriter {
    private var output: OutputBuffer
    private var table = TextTable(columns: [])
    private let limit: Int
    private var heldBytes = 0

    /// - Parameter limit: how many bytes of text it may hold.
    init(to sink: @escaping ByteSink, holding limit: Int) {
        output = OutputBuffer(to: sink)
        self.limit = limit
    }

    mutating func begin(_ columns: [String]) throws { table.columns = columns }

    mutating func write(_ statement: ReadStatement) throws {
        let row = statement.columns.indices.map { TextTable.Cell(statement.cell($0).value) }
        // A cell without a text takes room, too.
        heldBytes += row.reduce(0) { $0 + $1.text.utf8.count + MemoryLayout<TextTable.Cell>.stride }
        guard heldBytes <= limit else { throw QueryFailure.resultTooLarge(megabytes: limit >> 20) }
        table.rows.append(row)
    }

    mutating func end() throws {
        for line in table.lines {
            output.append(line)
            try output.flushIfFull()
        }
        try output.flush()
    }
}

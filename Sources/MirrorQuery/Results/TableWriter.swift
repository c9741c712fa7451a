/// Writes aligned columns for people; holds every row until the end, as widths depend on all of them.
struct TableWriter: ResultWriter {
    private var output: OutputBuffer
    private var table = TextTable(columns: [])

    init(to sink: @escaping ByteSink) { output = OutputBuffer(to: sink) }

    mutating func begin(_ columns: [String]) throws { table.columns = columns }

    mutating func write(_ statement: ReadStatement) throws {
        table.rows.append(statement.columns.indices.map { TextTable.Cell(statement.cell($0).value) })
    }

    mutating func end() throws {
        for line in table.lines {
            output.append(line)
            try output.flushIfFull()
        }
        try output.flush()
    }
}

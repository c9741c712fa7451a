import MirrorCore
import Schema

/// Writes aligned columns for people; holds every row until the end, as the widths depend on all of them.
struct TableWriter: ResultWriter {
    private var output: OutputBuffer
    private var table: TextTable
    private var columns: [ResultColumn] = []
    private let head: ResultHead
    private var heldBytes = 0

    init(_ head: ResultHead, to sink: @escaping ByteSink) {
        output = OutputBuffer(to: sink)
        table = TextTable(columns: [], width: head.width)
        self.head = head
    }

    mutating func begin(_ names: [String]) throws {
        columns = head.describe(names)
        table.columns = columns.map(head.time.header)
    }

    mutating func write(_ statement: ReadStatement) throws {
        let row = columns.enumerated().map { index, column in
            let cell = statement.cell(index)
            let local = column.kind == .instant ? head.time.text(of: cell.text) : nil
            return local.map { TextTable.Cell(text: $0) } ?? TextTable.Cell(cell.value)
        }
        // Even an empty cell takes memory.
        heldBytes += row.reduce(0) { $0 + $1.text.utf8.count + MemoryLayout<TextTable.Cell>.stride }
        let limit = head.limits.tableBytes
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

import Schema

#if XLSX
    import Files
    package import Foundation

    /// Writes a report or a query as a workbook: a sheet of rows, and one that describes them.
    struct WorkbookResult: ResultWriter {
        private let head: ResultHead
        private let book: ResultWorkbook
        private var sheet: any ResultWriter

        /// - Throws: `FileFailure`.
        init(_ head: ResultHead, to sink: @escaping ByteSink) throws {
            self.head = head
            book = try ResultWorkbook(created: head.moment, to: sink)
            sheet = book.sheet(head)
        }

        mutating func begin(_ columns: [String]) throws { try sheet.begin(columns) }

        mutating func write(_ statement: ReadStatement) throws { try sheet.write(statement) }

        mutating func end() throws {
            try sheet.end()
            try book.end(title: head.title, lines: head.notes + head.cuts.all.map(\.text))
        }
    }

    /// A workbook of several results, one sheet each; the last sheet describes them.
    ///
    /// The file is built in a folder that only we can enter, and passed on when it is complete.
    package final class ResultWorkbook {
        private let sink: ByteSink
        private let folder: TemporaryFolder
        fileprivate let workbook: Workbook
        /// The size of the texts on all sheets.
        fileprivate var bytes = 0

        /// - Throws: `FileFailure`.
        package init(created moment: Date, to sink: @escaping ByteSink) throws {
            self.sink = sink
            folder = try TemporaryFolder()
            workbook = try Workbook(at: folder.path + "/result.xlsx", in: folder.path, created: moment)
        }

        /// Adds a sheet for a result, after the others.
        package func sheet(_ head: ResultHead) -> any ResultWriter { SheetWriter(head: head, book: self) }

        /// Completes the workbook with a sheet of `lines` called `name`, and passes it on.
        ///
        /// - Throws: `FileFailure`, ``WorkbookFailure``, errors from the sink.
        package func end(_ name: String = "about", title: String, lines: [String]) throws {
            let about = try workbook.add(name)
            try about.write(title, in: 0, as: workbook.formats.title)
            about.endRow()
            for line in lines {
                try about.write(line, in: 0, as: nil)
                about.endRow()
            }
            try about.end(columnCount: 1, isTable: false, widest: 100)
            try workbook.close()
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: workbook.path))
            // However the process ends now, no personal data stays on the disk.
            unlink(workbook.path)
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty { try sink(Array(piece)) }
        }
    }

    private struct SheetWriter: ResultWriter {
        let head: ResultHead
        let book: ResultWorkbook
        private var table: WorkbookTable?

        init(head: ResultHead, book: ResultWorkbook) {
            self.head = head
            self.book = book
        }

        mutating func begin(_ columns: [String]) throws {
            table = try WorkbookTable(
                head.name, head.describe(columns), in: book.workbook, rowsPerSheet: SpreadsheetLimit.rows,
                time: head.time, cuts: head.cuts, hasDecimalNumbers: true)
        }

        mutating func write(_ statement: ReadStatement) throws {
            // The file stays on disk until it is complete; an endless result must not fill the disk.
            for index in statement.columns.indices { book.bytes += 16 + statement.cell(index).byteCount }
            let limit = head.limits.resultBytes
            guard book.bytes <= limit else { throw QueryFailure.resultTooLarge(megabytes: limit >> 20) }
            try table?.write(statement)
        }

        mutating func end() throws { _ = try table?.end() }
    }

    extension ReadStatement.Cell {
        fileprivate var byteCount: Int {
            switch self {
            case .null, .integer, .real: 0
            case .text(let bytes): bytes.count
            case .blob(let bytes): bytes.count * 2
            }
        }
    }

    /// A temporary folder that only we can enter, removed with this value.
    private final class TemporaryFolder {
        let path: String

        init() throws(FileFailure) {
            let place = FileManager.default.temporaryDirectory.path
            guard let made = mkdtemp(strdup(place + "/submirror-XXXXXX")) else {
                throw .system(path: place, operation: "create a folder in", code: errno)
            }
            path = String(cString: made)
            free(made)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }
#endif

import Schema

#if XLSX
    import Files
    import Foundation

    /// Writes a report or a query as a workbook: a sheet of rows, and one that says what they are.
    ///
    /// The file is built in a folder that only we can look into, and passed on when it is complete.
    struct WorkbookResult: ResultWriter {
        private let head: ResultHead
        private let sink: ByteSink
        private let folder: TemporaryFolder
        private let workbook: Workbook
        private var table: WorkbookTable?
        private var bytes = 0

        /// - Throws: `FileFailure`.
        init(_ head: ResultHead, to sink: @escaping ByteSink) throws {
            self.head = head
            self.sink = sink
            folder = try TemporaryFolder()
            workbook = try Workbook(
                at: folder.path + "/result.xlsx", in: folder.path, created: head.moment)
        }

        mutating func begin(_ columns: [String]) throws {
            table = try WorkbookTable(
                head.name, head.describe(columns), in: workbook, rowsPerSheet: SpreadsheetLimit.rows,
                time: head.time, cuts: head.cuts)
        }

        mutating func write(_ statement: ReadStatement) throws {
            // The disk that holds it until the end must not fill up with a result that never ends.
            for index in statement.columns.indices { bytes += 16 + statement.cell(index).byteCount }
            let limit = head.limits.resultBytes
            guard bytes <= limit else { throw QueryFailure.resultTooLarge(megabytes: limit >> 20) }
            try table?.write(statement)
        }

        mutating func end() throws {
            _ = try table?.end()
            let about = try workbook.add("about")
            try about.write(head.title, in: 0, as: workbook.formats.title)
            about.endRow()
            for line in head.notes + head.cuts.all.map(\.text) {
                try about.write(line, in: 0, as: nil)
                about.endRow()
            }
            try about.end(columnCount: 1, isTable: false, widest: 100)
            try workbook.close()
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: workbook.path))
            // However the process ends now, the people in it do not stay on the disk.
            unlink(workbook.path)
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty { try sink(Array(piece)) }
        }
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

    /// A folder for the time that this value lives, into which only we can look.
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

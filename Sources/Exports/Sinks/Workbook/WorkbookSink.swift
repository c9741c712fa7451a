#if XLSX
    import Foundation
    import MirrorCore
    import MirrorReading

    /// Writes all relations into one workbook, with a sheet of contents after the first one: a relation that
    /// fills its sheet gets more.
    final class WorkbookSink: ExportSink {
        static let fileName = "subscriptions.xlsx"

        private let place: ExportPlace
        private let workbook: Workbook
        private var contents: WorkbookContents?
        private var current: (selection: ExportSelection, table: WorkbookTable)?
        private var parts: [ExportedFile.Part] = []

        init(in place: ExportPlace) throws {
            self.place = place
            // Without a time of data, a fixed one: the first day of 2000, so that repeated exports are equal.
            let created =
                place.facts.asOf.flatMap(Instant.date) ?? Date(timeIntervalSince1970: 946_684_800)
            workbook = try Workbook(
                at: place.directory + "/" + Self.fileName, in: place.directory, created: created)
        }

        func begin(_ selection: ExportSelection) throws {
            let table = try WorkbookTable(
                selection.relation.name, selection.columns.map(ResultColumn.init), in: workbook,
                rowsPerSheet: place.rowsPerSheet, time: place.time, cuts: place.cuts)
            current = (selection, table)
        }

        func write(_ statement: ReadStatement) throws { try current?.table.write(statement) }

        func end() throws {
            guard let (selection, table) = current else { return }
            current = nil
            let written = try table.end().map {
                ExportedFile.Part(relation: selection.relation.name, table: $0.name, rows: $0.rowCount)
            }
            var contents = try begunContents()
            contents.add(selection, in: written)
            self.contents = contents
            parts += written
        }

        /// The sheet of contents, which stands where it is first asked for.
        private func begunContents() throws -> WorkbookContents {
            try contents ?? WorkbookContents(workbook.add("contents"), in: workbook)
        }

        func finish() throws -> [ExportedFile] {
            try begunContents().write(place)
            try workbook.close()
            let (bytes, sha256) = try FinishedFile.seal(workbook.path)
            return [ExportedFile(name: Self.fileName, bytes: bytes, sha256: sha256, parts: parts)]
        }
    }
#endif

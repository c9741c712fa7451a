#if XLSX
    import Foundation
    import MirrorCore

    /// Writes all relations into one workbook: a sheet each, more where a sheet is full, after a sheet of contents.
    final class WorkbookSink: ExportSink {
        static let fileName = "subscriptions.xlsx"

        private let place: ExportPlace
        private let workbook: Workbook
        private var contents: WorkbookContents
        private var selection: ExportSelection?
        private var sheet: WorkbookSheet?
        private var parts: [ExportedFile.Part] = []

        init(in place: ExportPlace) throws {
            self.place = place
            // Of a mirror that is of no time: the first day of 2000, rather than another time at each export.
            let created =
                place.facts.asOf.flatMap(Instant.date) ?? Date(timeIntervalSince1970: 946_684_800)
            workbook = try Workbook(
                at: place.directory + "/" + Self.fileName, in: place.directory, created: created)
            contents = WorkbookContents(try workbook.add("contents"), in: workbook)
        }

        func begin(_ selection: ExportSelection) throws {
            self.selection = selection
            sheet = try add(selection.relation.name)
        }

        func write(_ statement: ReadStatement) throws {
            guard let selection, var sheet else { return }
            if sheet.row > place.rowsPerSheet {
                let number = parts.count { $0.relation == selection.relation.name } + 2
                try end(sheet)
                sheet = try add("\(selection.relation.name)-\(number)")
                self.sheet = sheet
            }
            for (index, column) in selection.columns.enumerated() {
                try write(statement.cell(index), of: column, in: index, of: sheet)
            }
            sheet.endRow()
        }

        func end() throws {
            guard let selection, let sheet else { return }
            try end(sheet)
            contents.add(selection, in: parts.filter { $0.relation == selection.relation.name })
            self.selection = nil
            self.sheet = nil
        }

        func finish() throws -> [ExportedFile] {
            try contents.write(place.coverage, of: place.facts)
            try workbook.close()
            let (bytes, sha256) = try FinishedFile.seal(workbook.path)
            return [ExportedFile(name: Self.fileName, bytes: bytes, sha256: sha256, parts: parts)]
        }

        private func add(_ name: String) throws -> WorkbookSheet {
            let sheet = try workbook.add(name)
            for (index, column) in (selection?.columns ?? []).enumerated() {
                try sheet.write(column.name, in: index, as: workbook.formats.header)
            }
            sheet.endRow()
            return sheet
        }

        private func end(_ sheet: WorkbookSheet) throws {
            guard let selection else { return }
            try sheet.end(columnCount: selection.columns.count, isTable: true)
            parts.append(
                ExportedFile.Part(
                    relation: selection.relation.name, table: sheet.name, rows: Int(sheet.row) - 1))
        }

        private func write(
            _ cell: ReadStatement.Cell, of column: RelationColumn, in index: Int, of sheet: WorkbookSheet
        ) throws {
            switch (cell, column.kind) {
            case (.null, _): break
            case (.integer(let number), .boolean): try sheet.write(number != 0, in: index)
            case (.integer(let number), _) where SpreadsheetLimit.wholeNumbers.contains(number):
                try sheet.write(Double(number), in: index)
            case (.real(let number), _) where number.isFinite: try sheet.write(number, in: index)
            case (.text(let bytes), .date), (.text(let bytes), .instant):
                if let time = WorkbookTime(bytes) { return try sheet.write(time, in: index) }
                try write(cell.text, of: column, in: index, of: sheet)
            case (.text(let bytes), _)
            where bytes.count <= SpreadsheetLimit.characters && bytes.allSatisfy(WorkbookText.isPlain):
                try sheet.write(plain: bytes, in: index, as: workbook.formats.text)
            default: try write(cell.text, of: column, in: index, of: sheet)
            }
        }

        private func write(
            _ text: String, of column: RelationColumn, in index: Int, of sheet: WorkbookSheet
        ) throws {
            // The library counts what we escape by its longer form.
            guard WorkbookText.escaped(text).utf16.count <= SpreadsheetLimit.characters else {
                throw ExportFailure.textTooLong(
                    relation: selection?.relation.name ?? "", column: column.name)
            }
            try sheet.write(text, in: index, as: workbook.formats.text)
        }
    }
#endif

#if XLSX
    import MirrorCore
    import MirrorReading

    /// The second sheet of a workbook: the time and completeness of its data, and what each other sheet holds.
    struct WorkbookContents {
        private let sheet: WorkbookSheet
        private let workbook: Workbook
        private var entries: [(selection: ExportSelection, parts: [ExportedFile.Part])] = []

        init(_ sheet: WorkbookSheet, in workbook: Workbook) {
            self.sheet = sheet
            self.workbook = workbook
        }

        mutating func add(_ selection: ExportSelection, in parts: [ExportedFile.Part]) {
            entries.append((selection, parts))
        }

        /// Writes the sheet, once every other one is written.
        func write(_ place: ExportPlace) throws {
            let words = ContentsWords(place.language)
            try line([words.title], as: workbook.formats.title)
            try line([words.times], as: nil)
            if let changesSince = place.facts.changesSince {
                try line([words.changes(changesSince)], as: nil)
            }
            if let month = place.facts.month { try line([words.closed("\(month)")], as: nil) }
            for cut in place.cuts.all { try line([cut.text], as: nil) }
            sheet.endRow()
            for fact in place.coverage {
                let column = ResultColumn(fact.column)
                try sheet.write(place.time.header(of: column), in: 0, as: nil)
                let local = column.kind == .instant ? place.time.text(of: fact.text) : nil
                if let moment = local.flatMap({ WorkbookTime($0) }) {
                    try sheet.write(moment, in: 1)
                } else {
                    try sheet.write(fact.text, in: 1, as: workbook.formats.text)
                }
                try sheet.write(words.description(of: fact.column), in: 3, as: nil)
                sheet.endRow()
            }
            sheet.endRow()
            try write(place.completeness, in: place.time, words)
            sheet.endRow()
            try line(words.heads, as: workbook.formats.header)
            for (selection, parts) in entries {
                for part in parts { try write(part, of: selection, isOneOf: parts.count, words) }
            }
            try sheet.end(columnCount: 4, isTable: false, widest: 100)
        }

        /// Writes the table that `status --completeness` shows, with times in the reader's time zone.
        private func write(
            _ completeness: Completeness, in time: LocalTime, _ words: ContentsWords
        ) throws {
            let table = completeness.table
            let columns = table.columns.map { ResultColumn(named: $0) }
            let shown = columns.map { column in
                var shown = column
                shown.heading = words.head(column.name)
                return shown
            }
            try line(shown.map(time.header), as: workbook.formats.header)
            for row in table.rows {
                try line(
                    zip(columns, row).map { column, cell in
                        column.kind == .instant
                            ? time.text(of: cell.text) ?? cell.text : words.value(cell.text, of: column.name)
                    }, as: nil)
            }
        }

        private func write(
            _ part: ExportedFile.Part, of selection: ExportSelection, isOneOf count: Int,
            _ words: ContentsWords
        ) throws {
            let isFirst = part.table == selection.relation.name
            try sheet.write(linkTo: part.table ?? part.relation, in: 0)
            try sheet.write(Double(part.rows), in: 1)
            try sheet.write(part.relation, in: 2, as: nil)
            try sheet.write(
                isFirst
                    ? words.description(of: selection) + (count > 1 ? " " + words.sheets(count) : "")
                    : words.continued,
                in: 3, as: nil)
            sheet.endRow()
        }

        private func line(_ texts: [String], as format: WorkbookSheet.Format?) throws {
            for (index, text) in texts.enumerated() { try sheet.write(text, in: index, as: format) }
            sheet.endRow()
        }
    }
#endif

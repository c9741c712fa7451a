#if XLSX
    package import CXlsxWriter
    import Files
    import Glibc

    /// A sheet of a workbook, written from the top down.
    package final class WorkbookSheet {
        package typealias Format = UnsafeMutablePointer<lxw_format>

        package let name: String
        private let handle: UnsafeMutablePointer<lxw_worksheet>
        private let workbook: Workbook
        package private(set) var row: UInt32 = 0
        /// Each column's longest content, as far as it matters for the width.
        private var widths: [Int] = []

        package init(_ name: String, _ handle: UnsafeMutablePointer<lxw_worksheet>, of workbook: Workbook) {
            self.name = name
            self.handle = handle
            self.workbook = workbook
        }

        package func endRow() { row += 1 }

        /// Writes a text as text, whatever it looks like; '' leaves the cell empty,
        /// as Excel has no empty text.
        package func write(_ text: String, in column: Int, as format: Format?) throws {
            try write(escaped: WorkbookText.escaped(text), in: column, as: format)
        }

        /// Writes a text that is already escaped.
        package func write(escaped: String, in column: Int, as format: Format?) throws {
            note(escaped.unicodeScalars.count, in: column)
            try workbook.check(worksheet_write_string(handle, row, UInt16(column), escaped, format))
        }

        /// Writes a text of `width` characters that needs no escaping and ends in a zero byte.
        package func write(
            plain text: UnsafeBufferPointer<UInt8>, width: Int, in column: Int, as format: Format?
        ) throws {
            note(width, in: column)
            let answer = text.withMemoryRebound(to: CChar.self) {
                worksheet_write_string(handle, row, UInt16(column), $0.baseAddress, format)
            }
            try workbook.check(answer)
        }

        package func write(_ number: Double, in column: Int) throws {
            note(8, in: column)
            try workbook.check(worksheet_write_number(handle, row, UInt16(column), number, nil))
        }

        /// Writes a number with a fixed number of decimals.
        package func write(_ number: Double, decimals: Int, in column: Int) throws {
            note(10 + decimals, in: column)
            try workbook.check(
                worksheet_write_number(
                    handle, row, UInt16(column), number, workbook.format(decimals: decimals)))
        }

        package func write(_ flag: Bool, in column: Int) throws {
            try workbook.check(worksheet_write_boolean(handle, row, UInt16(column), flag ? 1 : 0, nil))
        }

        package func write(_ time: WorkbookTime, in column: Int) throws {
            note(time.hasClock ? 18 : 10, in: column)
            var value = lxw_datetime(
                year: time.year, month: time.month, day: time.day, hour: time.hour, min: time.minute,
                sec: Double(time.second))
            let format = time.hasClock ? workbook.formats.instant : workbook.formats.date
            try workbook.check(worksheet_write_datetime(handle, row, UInt16(column), &value, format))
        }

        /// Writes a link to the top of another sheet.
        package func write(linkTo sheet: String, in column: Int) throws {
            note(sheet.count, in: column)
            try workbook.check(
                worksheet_write_url_opt(
                    handle, row, UInt16(column), "internal:'\(sheet)'!A1", workbook.formats.link, sheet, nil))
        }

        /// Sets A4 landscape, one page wide, with numbered pages; a table's header repeats on each.
        private func prepareForPrinting(isTable: Bool) throws {
            worksheet_set_landscape(handle)
            worksheet_set_paper(handle, Self.a4)
            worksheet_fit_to_pages(handle, 1, 0)
            try workbook.check(worksheet_set_footer(handle, "&L&A&R&P / &N"))
            if isTable { try workbook.check(worksheet_repeat_rows(handle, 0, 0)) }
        }

        /// Source: the paper sizes of the workbook format.
        private static let a4: UInt8 = 9

        /// Sets the columns' widths, and makes the rows below a header in the first row a table.
        ///
        /// A table's header stays in sight, its columns can be filtered, and digits in a
        /// text are not marked as errors.
        ///
        /// - Throws: `FileFailure` if a row has not reached the disk.
        package func end(columnCount: Int, isTable: Bool, widest: Int = 45) throws {
            for (column, width) in widths.enumerated() {
                let shown = Double(min(max(width, 6), widest)) + 2
                try workbook.check(
                    worksheet_set_column(handle, UInt16(column), UInt16(column), shown, nil))
            }
            try prepareForPrinting(isTable: isTable)
            if isTable, columnCount > 0 {
                let last = UInt16(columnCount - 1)
                worksheet_freeze_panes(handle, 1, 0)
                try workbook.check(worksheet_autofilter(handle, 0, 0, max(row, 1) - 1, last))
            }
            try workbook.check(
                worksheet_ignore_errors(
                    handle, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:XFD1048576"))
            // The library does not check its writes to the temporary file.
            if let file = handle.pointee.optimize_tmpfile, fflush(file) != 0 || ferror(file) != 0 {
                throw FileFailure.last("write", workbook.path)
            }
        }

        private func note(_ width: Int, in column: Int) {
            while widths.count <= column { widths.append(0) }
            widths[column] = max(widths[column], width)
        }
    }
#endif

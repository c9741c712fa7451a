#if XLSX
    package import CXlsxWriter
    package import Files
    package import Foundation
    import Glibc

    /// An XLSX file written row by row: pending rows are in temporary files, not in memory.
    ///
    /// Source: libxlsxwriter's "Working with Memory and Performance", constant_memory.
    package final class Workbook {
        /// Cell formats; the library owns them, and frees them with the workbook.
        package struct Formats {
            package let header: UnsafeMutablePointer<lxw_format>?
            package let title: UnsafeMutablePointer<lxw_format>?
            package let text: UnsafeMutablePointer<lxw_format>?
            package let wrapped: UnsafeMutablePointer<lxw_format>?
            package let date: UnsafeMutablePointer<lxw_format>?
            package let instant: UnsafeMutablePointer<lxw_format>?
            package let link: UnsafeMutablePointer<lxw_format>?
        }

        package let path: String
        package let formats: Formats
        /// Nil once the library has closed and freed it.
        private var handle: UnsafeMutablePointer<lxw_workbook>?
        private var decimalFormats: [Int: UnsafeMutablePointer<lxw_format>] = [:]
        /// Kept alive, as the library stores the pointer.
        private let folder: UnsafeMutablePointer<CChar>?

        /// Begins the file at `path`, with temporary files in `folder` and `created` as its creation time.
        ///
        /// - Throws: `FileFailure`.
        package init(at path: String, in folder: String, created: Date) throws(FileFailure) {
            self.path = path
            self.folder = strdup(folder)
            var options = lxw_workbook_options(constant_memory: 1, tmpdir: self.folder, use_zip64: 0)
            guard let handle = workbook_new_opt(path, &options) else {
                throw .system(path: path, operation: "create", code: ENOMEM)
            }
            self.handle = handle
            formats = Formats(of: handle)
            var properties = lxw_doc_properties()
            properties.created = time_t(created.timeIntervalSince1970)
            workbook_set_properties(handle, &properties)
        }

        deinit {
            if let handle { lxw_workbook_free(handle) }
            free(folder)
        }

        /// Adds a sheet after the others.
        ///
        /// - Throws: `FileFailure`.
        package func add(_ name: String) throws(FileFailure) -> WorkbookSheet {
            guard let handle, let sheet = workbook_add_worksheet(handle, name) else {
                throw .system(path: path, operation: "create a sheet in", code: errno == 0 ? EINVAL : errno)
            }
            return WorkbookSheet(name, sheet, of: self)
        }

        /// The format of a number with that many decimals.
        func format(decimals: Int) -> UnsafeMutablePointer<lxw_format>? {
            if let format = decimalFormats[decimals] { return format }
            guard let handle, let format = workbook_add_format(handle) else { return nil }
            format_set_num_format(
                format, decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals))
            decimalFormats[decimals] = format
            return format
        }

        /// Writes the file.
        ///
        /// - Throws: ``WorkbookFailure``.
        package func close() throws(WorkbookFailure) {
            guard let handle else { return }
            self.handle = nil
            try check(workbook_close(handle))
        }

        /// Throws the library's error codes.
        func check(_ answer: lxw_error) throws(WorkbookFailure) {
            guard answer != LXW_NO_ERROR else { return }
            throw .library(
                path: path, detail: lxw_strerror(answer).map { String(cString: $0) } ?? "\(answer.rawValue)")
        }
    }

    extension Workbook.Formats {
        fileprivate init(of workbook: UnsafeMutablePointer<lxw_workbook>) {
            header = workbook_add_format(workbook)
            format_set_bold(header)
            format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
            title = workbook_add_format(workbook)
            format_set_bold(title)
            format_set_font_size(title, 14)
            text = workbook_add_format(workbook)
            // Excel's own "Text" format: later input in the cell stays text too.
            format_set_num_format(text, "@")
            wrapped = workbook_add_format(workbook)
            format_set_text_wrap(wrapped)
            format_set_align(wrapped, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            date = workbook_add_format(workbook)
            format_set_num_format(date, "yyyy-mm-dd")
            instant = workbook_add_format(workbook)
            format_set_num_format(instant, "yyyy-mm-dd hh:mm:ss")
            link = workbook_add_format(workbook)
            format_set_font_color(link, LXW_COLOR_BLUE.rawValue)
            format_set_underline(link, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
        }
    }
#endif

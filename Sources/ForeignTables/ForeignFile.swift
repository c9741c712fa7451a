import Foundation
import Glibc

/// Reads a file as tables, whatever it was written by: text with separators, or a workbook.
package enum ForeignFile {
    /// The tables in the file at `path`: one of a text file, one for each sheet of a workbook, hidden or not.
    ///
    /// - Parameter expected: names of columns, which tell the separator from other characters.
    /// - Throws: ``ForeignTableFailure``.
    package static func tables(
        at path: String, expecting expected: [String] = [], limits: ForeignLimits = ForeignLimits()
    ) throws(ForeignTableFailure) -> (tables: [ForeignTable], bytes: [UInt8]) {
        guard let bytes = bytes(of: path, upTo: limits.fileBytes + 1) else { throw .unreadable(path: path) }
        guard bytes.count <= limits.fileBytes else {
            throw .tooLarge(path: path, megabytes: limits.fileBytes >> 20)
        }
        return (try tables(in: bytes, of: path, expecting: expected, limits: limits), bytes)
    }

    /// The same of a file's bytes.
    package static func tables(
        in bytes: [UInt8], of path: String, expecting expected: [String] = [],
        limits: ForeignLimits = ForeignLimits()
    ) throws(ForeignTableFailure) -> [ForeignTable] {
        guard bytes.count <= limits.fileBytes else {
            throw .tooLarge(path: path, megabytes: limits.fileBytes >> 20)
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            do throws(WorkbookFault) {
                var workbook = try ForeignWorkbook(bytes, limits)
                return try workbook.tables()
            } catch {
                throw error.failure(of: path, limits)
            }
        }
        // OLE2: a workbook of before 2007, and every workbook with a password.
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw .oldWorkbook(path: path) }
        guard let text = ForeignText.utf8(of: bytes) else { throw .notATable(path: path) }
        guard text.contains(where: { $0 > 0x20 }) else { throw .empty(path: path) }
        do throws(DelimitedFault) {
            return [ForeignTable(rows: try DelimitedText(text, limits).rows(expecting: expected))]
        } catch {
            switch error {
            case .tooManyCells: throw .tooManyCells(path: path)
            }
        }
    }

    /// At most `limit` bytes; nil for what is no file that can be read.
    ///
    /// A pipe would keep us waiting.
    private static func bytes(of path: String, upTo limit: Int) -> [UInt8]? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            let file = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: limit) else { return facts.st_size == 0 ? [] : nil }
        return Array(data)
    }
}

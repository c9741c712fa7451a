import Foundation
import Glibc

/// Reads a file from another program as tables: delimited text, or a workbook.
package enum ForeignFile {
    /// The tables in the file at `path`: one for a text file, one per sheet of a workbook, hidden or not.
    ///
    /// - Parameter expected: column names that help to recognize the separator.
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

    /// The tables in a file's bytes.
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
        // OLE2: a workbook from before 2007, or any workbook with a password.
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw .oldWorkbook(path: path) }
        guard let text = ForeignText.utf8(of: bytes) else { throw .notATable(path: path) }
        guard text.contains(where: { $0 > 0x20 }) else { throw .empty(path: path) }
        do throws(DelimitedFault) {
            return [try DelimitedText(text, limits).table(expecting: expected)]
        } catch {
            switch error {
            case .tooManyCells: throw .tooManyCells(path: path)
            }
        }
    }

    /// At most `limit` bytes of a file; nil if it is not a readable regular file.
    ///
    /// Reading a pipe would block.
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

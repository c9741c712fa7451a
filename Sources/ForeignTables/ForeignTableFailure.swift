package import MirrorCore

/// Why a file of somebody else's cannot be read as a table.
package enum ForeignTableFailure: UserFacingError, Equatable {
    case unreadable(path: String)
    /// It, or what it would become when it is unpacked, is larger than `megabytes`.
    case tooLarge(path: String, megabytes: Int)
    /// It has more rows or cells than a sheet of Excel may have.
    case tooManyCells(path: String)
    /// A workbook of before 2007, or one with a password.
    case oldWorkbook(path: String)
    /// Neither text nor a workbook.
    case notATable(path: String)
    /// A workbook that is damaged, or made to do harm; `reason` says what is wrong.
    case damagedWorkbook(path: String, reason: String)
    /// Quotation marks that begin a cell, again and again, and never end it.
    case openQuotes(path: String, line: Int)
    case noSheet(path: String, name: String, known: [String])

    package var kind: FailureKind {
        switch self {
        case .unreadable, .noSheet: .usage
        case .tooLarge, .tooManyCells, .oldWorkbook, .notATable, .damagedWorkbook, .openQuotes: .unusableData
        }
    }

    /// One sentence for a person: what is wrong with the file, and what to do.
    package var message: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read: name a file that is there and may be read"
        case .tooLarge(let path, let megabytes):
            "\(path) is larger than \(megabytes) MB, or would be when it is unpacked: split it"
        case .tooManyCells(let path): "\(path) has more cells than are read: leave out columns, or split it"
        case .oldWorkbook(let path):
            "\(path) is a workbook with a password, or of before Excel 2007: save it as xlsx without a password"
        case .notATable(let path): "\(path) is neither text (csv) nor a workbook (xlsx)"
        case .damagedWorkbook(let path, let reason):
            "\(path) is no workbook that can be read (\(reason)): save it anew as xlsx or csv"
        case .openQuotes(let path, let line):
            "\(path) has quotation marks that never end, as in line \(line): export it anew"
        case .noSheet(let path, let name, let known):
            "\(path) has no sheet \(name): it has \(known.prefix(20).joined(separator: ", "))"
        }
    }
}

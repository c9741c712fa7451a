package import MirrorCore

/// Why a file from another program cannot be read as a table.
package enum ForeignTableFailure: UserFacingError, Equatable {
    case unreadable(path: String)
    /// The file, or its unpacked content, is larger than `megabytes`.
    case tooLarge(path: String, megabytes: Int)
    /// It has more rows or cells than an Excel sheet may have.
    case tooManyCells(path: String)
    /// The texts of its cells are together larger than `megabytes`.
    case tooMuchText(path: String, megabytes: Int)
    case empty(path: String)
    /// A workbook from before 2007, or one with a password.
    case oldWorkbook(path: String)
    /// It is neither text nor a workbook.
    case notATable(path: String)
    /// A damaged or malicious workbook; `reason` says what is wrong.
    case damagedWorkbook(path: String, reason: String)
    case noSheet(path: String, name: String, known: [String])

    package var kind: FailureKind {
        switch self {
        case .unreadable, .noSheet: .usage
        case .tooLarge, .tooManyCells, .tooMuchText, .empty, .oldWorkbook, .notATable, .damagedWorkbook:
            .unusableData
        }
    }

    /// One sentence for a person: what is wrong with the file, and what to do.
    package var message: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read: check its name and mode"
        case .tooLarge(let path, let megabytes):
            "\(path) is larger than \(megabytes) MB, or would be uncompressed: split it"
        case .tooManyCells(let path): "\(path) has too many cells: remove columns, or split it"
        case .tooMuchText(let path, let megabytes):
            "\(path) has more than \(megabytes) MB of text in its cells: remove columns, or split it"
        case .empty(let path): "\(path) has no rows"
        case .oldWorkbook(let path):
            "\(path) is password-protected, or older than Excel 2007: save it as xlsx without a password"
        case .notATable(let path): "\(path) is neither text (csv) nor a workbook (xlsx)"
        case .damagedWorkbook(let path, let reason):
            "\(path) is not a readable workbook (\(reason)): save it again as xlsx or csv"
        case .noSheet(let path, let name, let known):
            "\(path) has no sheet \(name)"
                + (known.isEmpty
                    ? ", as it is no workbook: name no sheet"
                    : ": it has \(known.prefix(20).joined(separator: ", "))")
        }
    }
}

/// A fault in a workbook.
enum WorkbookFault: Error, Equatable {
    case damaged(String)
    case tooLarge
    case tooManyCells
    case tooMuchText

    func failure(of path: String, _ limits: ForeignLimits) -> ForeignTableFailure {
        switch self {
        case .damaged(let reason): .damagedWorkbook(path: path, reason: reason)
        case .tooLarge: .tooLarge(path: path, megabytes: limits.unpackedBytes >> 20)
        case .tooManyCells: .tooManyCells(path: path)
        case .tooMuchText: .tooMuchText(path: path, megabytes: limits.textBytes >> 20)
        }
    }
}

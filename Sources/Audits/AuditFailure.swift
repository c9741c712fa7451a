package import MirrorCore

/// Why a list cannot be audited.
package enum AuditFailure: UserFacingError, Equatable {
    /// No row has the named columns; `known` lists those of the likeliest header.
    case noColumn(path: String, name: String, known: [String])
    case columnTwice(path: String, name: String)
    case noLines(path: String)
    /// The sum of the amounts has more digits than the mirror keeps.
    case amountsTooLong(path: String, line: Int)

    package var kind: FailureKind {
        switch self {
        case .noColumn, .columnTwice: .usage
        case .noLines, .amountsTooLong: .unusableData
        }
    }

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .noColumn(let path, let name, let known):
            "\(path) has no column \(name)"
                + Spelling.hint(
                    for: name, among: known,
                    otherwise: known.isEmpty
                        ? "" : ": its columns are \(known.prefix(40).joined(separator: ", "))")
        case .columnTwice(let path, let name):
            "\(path) has several columns \(name): name one by its position, such as '#3' for the third"
        case .noLines(let path): "\(path) has no row with a number below its header"
        case .amountsTooLong(let path, let line):
            "the amounts of \(path) have too many digits to be added up exactly, first of all in line \(line): correct them, or map no column to amount"
        }
    }
}

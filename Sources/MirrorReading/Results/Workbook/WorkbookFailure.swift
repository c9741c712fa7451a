package import MirrorCore

/// Why a workbook was not written.
package enum WorkbookFailure: UserFacingError, Equatable, Sendable {
    /// This build lacks the library that writes workbooks.
    case notBuilt
    /// The library could not write its file; `detail` is its own message.
    case library(path: String, detail: String)

    package var kind: FailureKind {
        switch self {
        case .notBuilt: .configuration
        case .library: .disk
        }
    }

    /// One sentence for a person: what failed, on what, and what to do.
    package var message: String {
        switch self {
        case .notBuilt:
            "this submirror was built without xlsx: install libxlsxwriter-dev and rebuild it "
                + "with its default traits, or export csv-excel"
        case .library(let path, let detail): "cannot write \(path): \(detail)"
        }
    }
}

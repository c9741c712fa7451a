/// How an export is written.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// RFC 4180 in UTF-8 with LF, for programs. An unknown value is empty, an empty text is `""`.
    case csv
}

import Exports
import MirrorReading

/// The formats of a served report.
enum ReportFormat: String, CaseIterable {
    case json, csv, html

    /// The format of exports that a reader takes it for, and whose privacy level applies.
    var exportFormat: ExportFormat {
        switch self {
        case .json: .jsonl
        case .csv: .csv
        case .html: .html
        }
    }
}

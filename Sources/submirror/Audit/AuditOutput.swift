import MirrorCore
import MirrorReading

/// Writes an audit's findings: tables of the counts and of the lines to check, rows, or one sheet per result.
struct AuditOutput {
    private let audit: Int64
    private let reader: MirrorReader
    private let wiring: Wiring

    init(_ audit: Int64, of reader: MirrorReader, in wiring: Wiring) {
        self.audit = audit
        self.reader = reader
        self.wiring = wiring
    }

    func write(_ output: OutputOptions, only result: AuditResult? = nil) throws {
        try output.write(in: wiring) { format, width, cuts, sink in
            switch format {
            case .xlsx: try writeWorkbook(only: result, cuts, sink)
            case .table:
                if result == nil {
                    try reader.write(
                        .auditSummary(of: audit), as: .table, width: width, noting: cuts, to: sink)
                    try sink([0x0A])
                }
                let findings = Query.auditFindings(of: audit, result, without: result == nil ? .matched : nil)
                try reader.write(findings, as: .table, width: width, noting: cuts, to: sink)
            case .csv, .csvExcel, .json:
                try reader.write(.auditFindings(of: audit, result), as: format, noting: cuts, to: sink)
            }
        }
    }

    private func writeWorkbook(only result: AuditResult?, _ cuts: TruncatedTexts, _ sink: @escaping ByteSink)
        throws
    {
        let results = result.map { [$0] } ?? AuditResult.allCases
        try reader.writeWorkbook(
            [("summary", .auditSummary(of: audit))]
                + results.map { ($0.rawValue, .auditFindings(of: audit, $0)) },
            title: "Audit \(audit)",
            notes: [
                "Lines and amounts of the results are those of the list; only here has no lines."
            ],
            noting: cuts, to: sink)
    }
}

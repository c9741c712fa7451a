import MirrorReading
import Reports
import TestSupport

extension ExampleMirror {
    /// The result of `report` in `format`, as text.
    func text(
        _ report: Report, _ arguments: [String: String] = [:], as format: ResultFormat,
        from viewpoint: Viewpoint, costCentres: CostCentres = CostCentres()
    ) throws -> String {
        var bytes: [UInt8] = []
        try MirrorReader(path: path, viewpoint: viewpoint, costCentres: costCentres).write(
            report, arguments, as: format
        ) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

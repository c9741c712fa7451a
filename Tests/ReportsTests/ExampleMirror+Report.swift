import MirrorReading
import Reports
import TestSupport

extension ExampleMirror {
    /// The result of `report` in `format`, as text.
    func text(
        _ report: Report, _ arguments: [String: String] = [:], as format: ResultFormat,
        from viewpoint: Viewpoint, costCentres: CostCentres = CostCentres(), prices: PriceList? = nil,
        at privacy: ReportPrivacy = .full
    ) throws -> String {
        var bytes: [UInt8] = []
        try MirrorReader(path: path, viewpoint: viewpoint, costCentres: costCentres, prices: prices).write(
            report, arguments, at: privacy, as: format
        ) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

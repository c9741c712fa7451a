/// The text formats for a monitoring system.
package enum MetricFormat: Sendable, CaseIterable {
    /// OpenMetrics 1.0, restricted to what readers of the Prometheus format understand too.
    case openmetrics
    /// Prometheus's text format 0.0.4, for readers that recognize a counter's type only in it.
    case prometheus

    /// The HTTP content type.
    package var mediaType: String {
        switch self {
        case .openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        }
    }

    /// Formats `families`; those without a sample are omitted.
    ///
    /// Source: the OpenMetrics specification 1.0, and Prometheus's "Exposition formats".
    package func text(of families: [MetricFamily]) -> String {
        let texts = families.filter { !$0.samples.isEmpty }.map { family in
            head(of: family) + family.samples.map { line($0, of: family) }.joined()
        }
        return texts.joined() + (self == .openmetrics ? "# EOF\n" : "")
    }

    private func head(of family: MetricFamily) -> String {
        switch self {
        case .openmetrics:
            let unit = family.unit.map { "# UNIT \(family.name) \($0)\n" } ?? ""
            return "# TYPE \(family.name) \(family.kind.rawValue)\n\(unit)"
                + "# HELP \(family.name) \(Self.escaped(family.help, quotes: true))\n"
        case .prometheus:
            let name = family.name + (family.kind == .counter ? "_total" : "")
            return "# HELP \(name) \(Self.escaped(family.help, quotes: false))\n"
                + "# TYPE \(name) \(family.kind.rawValue)\n"
        }
    }

    private func line(_ sample: MetricFamily.Sample, of family: MetricFamily) -> String {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
        let set = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        return "\(family.name)\(sample.suffix)\(set) \(Self.number(sample.value))\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let text = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? text.replacing("\"", with: "\\\"") : text
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}

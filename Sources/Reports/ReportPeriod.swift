/// Two parameters of a report that bound a period.
struct ReportPeriod: Sendable, Equatable {
    let from: String
    let to: String

    /// Parses `from to`, the names of two moments in `parameters`; nil for anything else.
    init?(header: String, parameters: [ReportParameter]) {
        let names = header.split(separator: " ").map(String.init)
        let moments = parameters.filter { [.instant, .start, .end].contains($0.kind) }.map(\.name)
        guard names.count == 2, names.allSatisfy(moments.contains) else { return nil }
        from = names[0]
        to = names[1]
    }
}

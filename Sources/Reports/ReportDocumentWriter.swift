import Exports
import Foundation
import MirrorCore
import MirrorReading

/// Writes a report as one JSON document whose rows are streamed.
struct ReportDocumentWriter: ResultWriter {
    private let head: String
    private let sink: ByteSink
    private var rows: JSONRowsWriter

    init(
        _ report: Report, _ level: PrivacyLevel, query: Query, coverage: ReportCoverage,
        to sink: @escaping ByteSink
    ) {
        let parameters = report.parameters.map { parameter in
            (key: parameter.name, value: JSONValue(query.parameters[parameter.name] ?? .null))
        }
        let members: [(key: String, value: JSONValue)] = [
            ("report", .string(report.name)), ("title", .string(report.title.english)),
            ("as_of", JSONValue(coverage.asOf?.text)),
            ("time_zone", JSONValue(coverage.asOf?.timeZone.identifier)), ("coverage", coverage.json),
            ("parameters", .object(parameters)), ("columns", .array(report.columns.map(\.json))),
        ]
        let ofLevel = level == .full ? [] : [(key: "privacy", value: JSONValue.string(level.rawValue))]
        head = (members + ofLevel).map { "  \(JSONValue.string($0.key).text): \($0.value.text),\n" }.joined()
        self.sink = sink
        rows = JSONRowsWriter(to: sink)
    }

    mutating func begin(_ columns: [String]) throws {
        try sink(Array("{\n\(head)  \"rows\": ".utf8))
        try rows.begin(columns)
    }

    mutating func write(_ statement: ReadStatement) throws { try rows.write(statement) }

    mutating func end() throws {
        try rows.end()
        try sink(Array("}\n".utf8))
    }
}

extension ReportColumn {
    var json: JSONValue {
        .object([
            ("name", .string(name)), ("unit", .string(unit)), ("description", .string(description)),
        ])
    }
}

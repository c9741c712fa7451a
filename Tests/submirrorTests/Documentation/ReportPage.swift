import Foundation
import Reports

/// Every report as Markdown, as `report --list --json` describes it.
enum ReportPage {
    private struct Report: Decodable {
        struct Parameter: Decodable {
            let name: String
            let type: String
            let `default`: String?
            let defaultSetting: String?
            let required: Bool
            let allowed: String?
            let description: String

            var fallback: String {
                if required { return "required" }
                if let setting = defaultSetting { return "the setting `\(setting)`" }
                return `default`.map { "`\($0)`" } ?? "none"
            }
        }

        struct Column: Decodable {
            let name: String
            let unit: String
            let description: String
        }

        let name: String
        let title: String
        let description: String
        let parameters: [Parameter]
        let columns: [Column]
        let asOf: Bool
    }

    static func markdown() throws -> String {
        let json = try ReportList(ReportCatalogue(directory: nil)).json
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let reports = try decoder.decode([Report].self, from: Data(json.utf8))
        let head = """
            # All reports

            <!-- Written by the test DocumentationFileTests, from the reports themselves. -->

            [Reports](reports.md) explains how to run them. Each accepts `--format`, `--output` and, unless stated otherwise,
            `--as-of`. A column's unit decides how its values are typed in a spreadsheet.

            """
        return head + reports.map(section).joined()
    }

    private static func section(of report: Report) -> String {
        var text = "\n## \(report.name)\n\n**\(report.title).** \(report.description)\n\n"
        if !report.asOf { text += "It cannot be run with `--as-of`.\n\n" }
        if !report.parameters.isEmpty {
            text += "| parameter | values | default | meaning |\n|---|---|---|---|\n"
            for parameter in report.parameters {
                let values = (parameter.allowed ?? parameter.type).replacing("|", with: ", ")
                text +=
                    "| `\(parameter.name)` | \(values) | \(parameter.fallback) | \(cell(parameter.description)) |\n"
            }
            text += "\n"
        }
        text += "| column | unit | meaning |\n|---|---|---|\n"
        for column in report.columns {
            text += "| `\(column.name)` | \(column.unit) | \(cell(column.description)) |\n"
        }
        return text
    }

    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

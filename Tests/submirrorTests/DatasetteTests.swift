import Foundation
import TestSupport
import Testing

/// Has Datasette read a snapshot with the description that is written beside it.
@Suite(
    "A snapshot's metadata.json",
    .enabled(if: ReaderTool.datasette.isWanted, "\(ReaderTool.datasette.reason)"))
struct DatasetteTests {
    private struct Metadata: Decodable {
        struct Database: Decodable {
            struct Table: Decodable {
                let description: String
                let columns: [String: String]
                let units: [String: String]?
            }
            struct Query: Decodable { let title: String }
            let tables: [String: Table]
            let queries: [String: Query]
        }
        let title: String
        let databases: [String: Database]
    }

    @Test("offers reports as questions, and Datasette's answers are those of the reports")
    func questions() async throws {
        try await FileStage.with(subscriptions: 60) { stage in
            #expect(try await stage.sync().status == 0)
            let export = try await stage.program.run("export", "out", "--format", "sqlite")
            #expect(export.status == 0, "\(export.errors)")
            let folder = stage.directory.appendingPathComponent("out").path
            let database = try #require(Self.metadata(in: folder).databases["subscriptions"])
            let names = database.queries.keys.sorted()
            // Among them one with a view of its own, one with a parameter, and one that goes by the day.
            for name in ["subscriptions-by-state", "subscriptions-by-organization", "ended-but-listed"] {
                #expect(names.contains(name), "\(names)")
            }
            // Its functions are the program's.
            #expect(!names.contains("possible-duplicates"))
            for name in names {
                let answer = try await ReaderTool.datasette.run([
                    "serve", "--immutable", folder + "/subscriptions.sqlite", "--metadata",
                    folder + "/metadata.json", "--get", "/subscriptions/\(name).csv?_size=max",
                ])
                #expect(answer.status == 0, "\(name): \(answer.errors) \(answer.output)")
                let report = try await stage.program.run("report", name, "--format", "csv")
                #expect(report.status == 0, "\(name): \(report.errors)")
                #expect(Self.rows(answer.output) == Self.rows(report.output), "\(name)")
            }
        }
    }

    @Test("describes every table and column in the report's language")
    func language() async throws {
        try await FileStage.with(subscriptions: 3) { stage in
            #expect(try await stage.sync().status == 0)
            for (language, title, word) in [
                ("en", "Mobile subscriptions", "number"), ("nb", "Mobilabonnementer", "Nummeret"),
            ] {
                stage.environment["SUBMIRROR_REPORT_LANGUAGE"] = language
                let export = try await stage.program.run("export", language, "--format", "sqlite")
                #expect(export.status == 0, "\(export.errors)")
                let metadata = try Self.metadata(in: stage.directory.appendingPathComponent(language).path)
                #expect(metadata.title == title)
                let database = try #require(metadata.databases["subscriptions"])
                #expect(database.tables["subscription"]?.columns["msisdn"]?.contains(word) == true)
                #expect(
                    database.tables["millom_notification"]?.units == [
                        "plan_balance": "byte", "plan_quota": "byte",
                    ])
                #expect(database.tables.values.allSatisfy { !$0.description.isEmpty && !$0.columns.isEmpty })
            }
        }
    }

    private static func metadata(in folder: String) throws -> Metadata {
        try JSONDecoder().decode(
            Metadata.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/metadata.json")))
    }

    private static func rows(_ csv: String) -> [String] {
        csv.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
    }
}

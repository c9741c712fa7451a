import Exports
import Foundation
import GRDB
import MirrorReading
import TestSupport
import Testing

@Suite("An export, read by DuckDB")
struct DuckDBTests {
    /// Texts that a reader of CSV or JSON might misread.
    private static let odd = """
        INSERT INTO organization (org_number, name, street_name, postal_code) VALUES
            ('odd1', '', ' ', NULL), ('odd2', 'a,b;"c"', char(13) || char(10), '0007'),
            ('odd3', 'null', 'NULL', '\\N'), ('odd4', char(9) || '\\' || char(1), 'æ日😀', '1e5'),
            ('odd5', '"', '""', 'true');
        INSERT INTO subscription_usage_quota VALUES ('4790000002', 'x', NULL, NULL, NULL, 1, 0.1, NULL),
            ('4790000002', 'y', NULL, NULL, NULL, 1, NULL, NULL);
        """

    @Test(
        "equals the mirror, value by value and type by type",
        .enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)"),
        arguments: [ExportFormat.csv, .jsonl, .parquet])
    func equalsMirror(format: ExportFormat) async throws {
        try await ExampleMirror.with(ExampleRows.sql + Self.odd) { mirror async throws in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), ExportOptions(format: format)).write(to: target)
            let relations = try RelationText.all(of: mirror)
            let queries = relations.map { relation in
                relation.duckdbQuery(
                    of: Self.source("\(target)/\(relation.relation)", of: relation, as: format))
            }
            let found = try await Self.lines(of: queries)
            for relation in relations {
                let expected = try relation.lines(of: mirror, cutsZeros: true)
                #expect(found[relation.relation, default: []] == expected, "\(relation.relation)")
            }
        }
    }

    @Test(
        "has in Parquet every whole number of 64 bits as it is, and decimals as they were",
        .enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)"))
    func exactNumbers() async throws {
        let values = [
            "9007199254740993", "9223372036854775807", "-9223372036854775808", "0.1", "1e-05", "1.5",
            "0.30000000000000004",
        ]
        let rows = values.enumerated().map { index, value in
            "('4790000002', NULL, NULL, NULL, NULL, \(index + 1), \(value), NULL)"
        }.joined(separator: ", ")
        let sql = ExampleRows.sql + "DELETE FROM subscription_usage_quota; "
        try await ExampleMirror.with(sql + "INSERT INTO subscription_usage_quota VALUES \(rows);") {
            mirror async throws in
            let target = mirror.directory.path + "/export"
            let options = ExportOptions(format: .parquet, relations: ["subscription_usage_quota"])
            try Export(of: mirror.reader(), options).write(to: target)
            let result = try await ReaderTool.duckdb.run([
                "-init", "/dev/null", "-csv", "-noheader", "-c",
                """
                SELECT regexp_replace(CAST(value AS VARCHAR), '\\.?0+$', '')
                FROM '\(target)/subscription_usage_quota.parquet' ORDER BY occurrence
                """,
            ])
            let expected = values.map { $0 == "1e-05" ? "0.00001" : $0 }
            #expect(result.output.split(separator: "\n").map(String.init) == expected, "\(result.errors)")
        }
    }

    @Test(
        "has in Parquet the types that the columns have, also where there is no row",
        .enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)"))
    func parquetTypes() async throws {
        try await ExampleMirror.with { mirror async throws in
            let target = mirror.directory.path + "/export"
            let options = ExportOptions(
                format: .parquet, relations: ["add_on_usage_quota", "setting_history"])
            try Export(of: mirror.reader(), options).write(to: target)
            let result = try await ReaderTool.duckdb.run([
                "-init", "/dev/null", "-csv", "-noheader", "-c",
                """
                SELECT column_name, column_type FROM (DESCRIBE FROM '\(target)/add_on_usage_quota.parquet')
                WHERE column_name IN ('msisdn', 'product_id', 'value', 'valid_to');
                SELECT column_name, column_type FROM (DESCRIBE FROM '\(target)/setting_history.parquet')
                WHERE column_name IN ('active', 'observed_to');
                SELECT count(*) FROM '\(target)/add_on_usage_quota.parquet';
                SELECT DISTINCT compression FROM parquet_metadata('\(target)/setting_history.parquet');
                """,
            ])
            #expect(
                result.output == """
                    msisdn,VARCHAR
                    product_id,BIGINT
                    value,"DECIMAL(38,18)"
                    valid_to,DATE
                    active,BOOLEAN
                    observed_to,TIMESTAMP WITH TIME ZONE
                    0
                    ZSTD

                    """, "\(result.errors)")
        }
    }

    @Test(
        "as a lake of three companies is the sum of the three mirrors",
        .enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)"),
        arguments: [ExportFormat.csv, .jsonl, .parquet])
    func lake(format: ExportFormat) async throws {
        try await ExampleMirror.with { first async throws in
            let lake = first.directory.path + "/lake"
            var expected: [String: [String]] = [:]
            let names = ["subscription", "party", "subscription_usage_quota", "change"]
            for (tenant, sql) in [
                ("acme", ""),
                ("nord", "DELETE FROM party_history; UPDATE subscription_type SET name = 'other'"),
                ("vest", "DELETE FROM subscription_usage_quota WHERE value > 2"),
            ] {
                try await ExampleMirror.with(ExampleRows.sql + sql) { mirror async throws in
                    var options = ExportOptions(format: format, relations: names)
                    options.tenant = tenant
                    try Export(of: mirror.reader(), options).write(to: lake)
                    for relation in try RelationText.all(of: mirror) where names.contains(relation.relation) {
                        expected[relation.relation, default: []] += try relation.lines(
                            of: mirror, cutsZeros: true,
                            with: ["tenant": tenant, "snapshot_date": "2026-11-22"])
                    }
                }
            }
            let relations = try RelationText.all(of: first).filter { names.contains($0.relation) }
            let found = try await Self.lines(
                of: relations.map { relation in
                    relation.duckdbQuery(
                        of: Self.source("\(lake)/*/*/\(relation.relation)", of: relation, as: format),
                        and: ["tenant", "snapshot_date"])
                })
            for name in names {
                #expect(found[name] == expected[name]?.sorted(), "\(name)")
            }
        }
    }

    /// DuckDB's expression for the files at `path`, to which the extension is added.
    private static func source(_ path: String, of relation: RelationText, as format: ExportFormat) -> String {
        switch format {
        case .csv:
            "read_csv('\(path).csv', header = true, auto_detect = false, nullstr = '', "
                + "allow_quoted_nulls = false, hive_partitioning = \(path.contains("*")), "
                + "columns = \(relation.duckdbColumns))"
        case .jsonl:
            "read_json('\(path).jsonl', format = 'newline_delimited', "
                + "hive_partitioning = \(path.contains("*")), columns = \(relation.duckdbColumns))"
        default: "read_parquet('\(path).parquet', hive_partitioning = \(path.contains("*")))"
        }
    }

    /// The lines by relation, sorted.
    private static func lines(of queries: [String]) async throws -> [String: [String]] {
        let script = "SET TimeZone = 'UTC'; " + queries.joined(separator: " UNION ALL ") + ";"
        let result = try await ReaderTool.duckdb.run(["-init", "/dev/null", "-json", "-c", script])
        #expect(result.status == 0, "\(result.errors)")
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        var lines: [String: [String]] = [:]
        for row in try #require(rows) {
            // The program prints a JSON value either unquoted or as a text.
            let content =
                try row["content"] as? String
                ?? String(
                    decoding: JSONSerialization.data(withJSONObject: row["content"] ?? [:]), as: UTF8.self)
            lines[row["relation"] as? String ?? "", default: []].append(try RelationText.line(content))
        }
        return lines.mapValues { $0.sorted() }
    }
}

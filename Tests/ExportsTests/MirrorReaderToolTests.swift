import Exports
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("The mirror itself, read by other programs")
struct MirrorReaderToolTests {
    /// Relations that DuckDB can read: it parses the text of a view itself, and `after`, an alias
    /// in `change`, is its keyword.
    ///
    /// The view of completeness uses functions of SQLite alone; a snapshot has a table instead.
    private static let relations = ExportedRelation.all.filter {
        !["change", "completeness"].contains($0.name)
    }

    @Test(
        "is read by DuckDB, every relation but views of SQLite's own, with numbers as numbers",
        .enabled(if: DuckDBSQLite.isWanted, "\(DuckDBSQLite.reason)"))
    func duckdb() async throws {
        try await ExampleMirror.with { mirror async throws in
            let reader = try mirror.reader()
            let expected = try Self.relations.map { relation -> String in
                let count = try reader.rows(of: Query("SELECT count(*) FROM \"\(relation.name)\""))
                guard case .integer(let rows) = count[0][0] else { return relation.name }
                return "\(relation.name),\(rows)"
            }
            let read = Self.relations.map {
                """
                CREATE TEMP TABLE "\($0.name)" AS FROM s."\($0.name)";
                SELECT '\($0.name)', count(*) FROM temp."\($0.name)";
                """
            }
            let result = try await DuckDBSQLite.run(
                """
                ATTACH '\(mirror.path)' AS s (TYPE sqlite, READ_ONLY);
                \(read.joined(separator: "\n"))
                SELECT typeof(value), value FROM s.subscription_usage_quota ORDER BY value;
                SELECT msisdn, user_name FROM s.subscription_flat WHERE user_name > '';
                """)
            #expect(result.errors == "")
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(lines.dropLast(3) == expected)
            #expect(lines.suffix(3) == ["DOUBLE,1.5", "DOUBLE,100.0", #"4790000001,"Åse Øvrebø""#])
        }
    }
}

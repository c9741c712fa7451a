import Exports
import Foundation
import MirrorCore
import MirrorReading
import Sandbox
import TestSupport
import Testing

/// Invariant: a reader of a lake with several companies sees the sum of their
/// mirrors, each row under its tenant.
@Suite("A lake of Parquet files, read with Spark")
struct SparkLakeTests {
    private static let tenants = ["acme", "fjord-2", "nord"]

    @Test(
        "holds every row of three tenants' mirrors, typed, and no other",
        .enabled(if: LongMode.isOn, "SUBMIRROR_LONG is not set"),
        .enabled(if: ReaderTool.pyspark.isWanted, "\(ReaderTool.pyspark.reason)"),
        .enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)"))
    func sum() async throws {
        try await withTemporaryDirectory { directory in
            let lake = directory.appendingPathComponent("lake")
            var mirrors: [String: URL] = [:]
            for (number, tenant) in Self.tenants.enumerated() {
                mirrors[tenant] = try await Self.export(
                    tenant, seed: UInt64(100 + number), in: directory.appendingPathComponent(tenant), to: lake
                )
            }
            let relations = try await Self.readWithSpark(lake, in: directory)
            #expect(Set(relations.keys) == Set(ExportedRelation.all.map(\.name)))
            for (relation, rows) in relations {
                let expected = try mirrors.flatMap { tenant, mirror in
                    try Self.rows(of: relation, tenant: tenant, mirror: mirror)
                }
                #expect(rows.sorted() == expected.sorted(), "\(relation)")
            }
            #expect(relations["subscription"]?.count == 3 * 40)
        }
    }

    /// Creates one company's mirror with some history, and exports it; returns the mirror's file.
    private static func export(
        _ tenant: String, seed: UInt64, in directory: URL, to lake: URL
    ) async throws -> URL {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var options = SandboxOptions()
        options.subscriptions = 40
        options.seed = seed
        return try await SandboxServer.withServer(options: options) { server in
            var environment = server.environment(in: directory, options: options)
            environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
            let program = BuiltBinary(environment: environment, in: directory)
            #expect(try await program.run("sync").status == 0)
            server.change(.removedSubscription, count: 2)
            for _ in 0..<10 { try server.change(.reference) }
            #expect(try await program.run("sync", "--full").status == 0)
            let export = try await program.run(
                "export", lake.path, "--format", "parquet", "--tenant", tenant)
            #expect(export.status == 0, "\(export.errors)")
            return directory.appendingPathComponent("state/mirror.sqlite")
        }
    }

    /// Every relation's rows as Spark reads them, each as a text of its tenant and cells.
    private static func readWithSpark(_ lake: URL, in directory: URL) async throws -> [String: [String]] {
        let script = directory.appendingPathComponent("read.py")
        try python.write(to: script, atomically: true, encoding: .utf8)
        let answer = directory.appendingPathComponent("answer.json")
        let result = try await ReaderTool.pyspark.run(
            [script.path, lake.path, answer.path],
            environment: [
                "TZ": "UTC", "PYSPARK_PYTHON": ReaderTool.pyspark.path ?? "", "SPARK_LOCAL_IP": "127.0.0.1",
            ])
        try #require(result.status == 0, "\(result.errors.suffix(2000))")
        return try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: answer))
    }

    /// One relation's rows in one mirror, in the same form.
    private static func rows(of relation: String, tenant: String, mirror: URL) throws -> [String] {
        let contents = MirrorContents(path: mirror.path)
        let columns = try contents.rows(
            """
            SELECT columns.name, described.type FROM pragma_table_info('\(relation)') AS columns
            JOIN data_dictionary AS described
                ON described.relation = '\(relation)' AND described."column" = columns.name
            ORDER BY columns.name
            """
        ).map { $0.split(separator: "|").map(String.init) }
        let list = columns.map { "\"\($0[0])\"" }.joined(separator: ", ")
        return try MirrorReader(path: mirror.path).rows(of: Query("SELECT \(list) FROM \(relation)")).map {
            row in
            let cells = zip(columns, row).map { column, value in
                "\(column[0])=\(text(value, type: column[1]))"
            }
            return (["tenant=\(tenant)"] + cells).joined(separator: "|")
        }
    }

    private static func text(_ value: Value, type: String) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): type == "number" ? "\(Double(number))" : "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): text
        }
    }

    private static let python = """
        import datetime, decimal, glob, json, os, sys
        from pyspark.sql import SparkSession

        lake, answer = sys.argv[1:]
        spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
                 .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "1")
                 .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())

        def text(cell):
            if cell is None: return "NULL"
            if isinstance(cell, decimal.Decimal): return str(float(cell))
            if isinstance(cell, bool): return "1" if cell else "0"
            if isinstance(cell, datetime.datetime): return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
            return str(cell)

        answers = {}
        for name in sorted({os.path.basename(file) for file in glob.glob(lake + "/*/*/*.parquet")}):
            frame = spark.read.option("basePath", lake).parquet(lake + "/tenant=*/snapshot_date=*/" + name)
            columns = sorted(column for column in frame.columns if column not in ("tenant", "snapshot_date"))
            answers[name.removesuffix(".parquet")] = [
                "|".join(["tenant=" + row["tenant"]] + [c + "=" + text(row[c]) for c in columns])
                for row in frame.collect()]
        with open(answer, "w", encoding="utf-8") as file:
            json.dump(answers, file)
        spark.stop()
        """
}

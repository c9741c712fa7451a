import Foundation
import MirrorCore
import Reports
import TestSupport
import Testing

@Suite("Metrics")
struct MetricTests {
    /// Data for every metric, including the second source's traffic.
    static let sql =
        ExampleRows.sql + """
            ;
            INSERT INTO _state VALUES
                ('telenor.traffic', '{"requests": {"detail": {"answered": 12, "cut_off": 1, "failed": 2},
                    "token": {"answered": 1}}, "refusals": {"quota": 1, "spike_arrest": 0, "token": 1},
                    "retries": 2}'),
                ('millom.traffic', '{"requests": {"account info": {"refused": 3}}, "refusals": {"quota": 0},
                    "retries": 0}');
            INSERT INTO sync_run (id, source, kind, started_at, finished_at, outcome, requests)
            VALUES (5, 'millom', 'incremental', '2026-11-22T09:00:00Z', '2026-11-22T09:00:07Z', 'complete', 3);
            """

    private static func families(_ sql: String = sql) throws -> [MetricFamily] {
        var families: [MetricFamily] = []
        try ExampleMirror.with(sql) { mirror in
            families = try MirrorMetrics(of: mirror.reader(), now: ExampleMirror.now)
                .families(version: "1.2.3", publishedAt: Date(timeIntervalSince1970: 1_795_334_400))
        }
        return families
    }

    /// All lines except the sizes, which depend on the machine.
    private static func text(_ format: MetricFormat, _ sql: String = sql) throws -> String {
        format.text(of: try families(sql)).replacing(/_size_bytes\{(.*)\} \d+\n/) {
            "_size_bytes{\($0.output.1)} N\n"
        }
    }

    @Test("are written as OpenMetrics")
    func openMetrics() throws {
        let lines = try Self.text(.openmetrics).split(separator: "\n").filter { !$0.hasPrefix("# HELP") }
        #expect(lines.map(String.init) == MetricGoldens.openMetrics.split(separator: "\n").map(String.init))
    }

    @Test("are the same in Prometheus's text format, where a counter's name has its ending")
    func prometheus() throws {
        func figures(_ format: MetricFormat) throws -> [Substring] {
            try Self.text(format).split(separator: "\n").filter { !$0.hasPrefix("#") }
        }
        #expect(try figures(.prometheus) == figures(.openmetrics))
        let text = try Self.text(.prometheus)
        #expect(text.contains("\n# TYPE submirror_requests_total counter\n"))
        #expect(!text.contains("# EOF") && !text.contains("# UNIT"))
    }

    @Test("have a help that says what to do, a name that ends in the unit, and no two figures alike")
    func wellFormed() throws {
        let families = try Self.families()
        #expect(Set(families.map(\.name)).count == families.count)
        for family in families {
            #expect(family.help.hasSuffix("."), "\(family.name)")
            #expect(family.unit.map { family.name.hasSuffix("_" + $0) } ?? true, "\(family.name)")
            #expect(!family.samples.isEmpty, "\(family.name) has no figure in an example of everything")
            let sets = family.samples.map { "\($0.suffix) \($0.labels.map { "\($0.name)=\($0.value)" })" }
            #expect(Set(sets).count == sets.count, "\(family.name)")
        }
    }

    @Test("hold nothing of a person: every label's value is a word of the program's or a column's name")
    func nobody() throws {
        let words = /[a-z0-9_. ]+/
        for family in try Self.families() {
            for label in family.samples.flatMap(\.labels) {
                #expect(label.value.wholeMatch(of: words) != nil, "\(family.name) \(label)")
                #expect(label.value.wholeMatch(of: /.*\d{6,}.*/) == nil, "\(family.name) \(label)")
            }
        }
        for secret in ["4790000", "Åse", "Øvrebø", "910000001", "KS 100", "400018", "70001", "a+b/c"] {
            #expect(try !Self.text(.openmetrics).contains(secret))
        }
    }

    @Test("of an empty mirror have no age, since none is known, and no run")
    func empty() throws {
        let text = try Self.text(.openmetrics, "SELECT 1")
        #expect(!text.contains("submirror_coverage_age_seconds"))
        #expect(!text.contains("submirror_complete_timestamp_seconds"))
        #expect(!text.contains("source=\"millom\""))
        #expect(text.contains("\nsubmirror_subscriptions{source=\"telenor\",state=\"living\"} 0\n"))
        #expect(text.hasSuffix("\n# EOF\n"))
    }

    @Test("count a run that was killed, and not how long it took")
    func killed() throws {
        let text = try Self.text(
            .openmetrics,
            """
            INSERT INTO sync_run (id, source, kind, started_at, finished_at, outcome) VALUES
                (1, 'telenor', 'incremental', '2026-11-22T09:00:00Z', '2026-11-22T09:00:07Z', 'complete'),
                (2, 'telenor', 'incremental', '2026-11-22T10:00:00Z', NULL, 'failed'),
                (3, 'telenor', 'incremental', '2026-11-22T11:00:00Z', NULL, NULL)
            """)
        #expect(text.contains("submirror_runs_total{source=\"telenor\",outcome=\"failed\"} 1\n"))
        #expect(text.contains("submirror_run_duration_seconds_count{source=\"telenor\"} 1\n"))
        #expect(text.contains("submirror_run_duration_seconds_sum{source=\"telenor\"} 7\n"))
        #expect(text.contains("submirror_last_run_outcome{source=\"telenor\",outcome=\"failed\"} 1\n"))
        #expect(!text.contains("submirror_last_run_duration_seconds"))
    }

    // MARK: Read by other programs

    private static func withFile(_ format: MetricFormat, _ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("metrics").path
            try Data(try text(format).replacing("} N\n", with: "} 1\n").utf8).write(
                to: URL(fileURLWithPath: file))
            try await body(file)
        }
    }

    @Test(
        "are what promtool calls well made",
        .enabled(if: ReaderTool.promtool.isWanted, "\(ReaderTool.promtool.reason)"))
    func promtool() async throws {
        try await Self.withFile(.prometheus) { file in
            let tool = try #require(ReaderTool.promtool.path)
            let result = try await Shell.result(
                "/bin/sh", ["-c", "exec \"$0\" check metrics --extended < \"$1\"", tool, file])
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            // Proves that it read them at all.
            #expect(result.output.contains("submirror_requests_total"))
        }
    }

    @Test("have only types that the textfile collector of node_exporter knows, in either format")
    func types() throws {
        for format in MetricFormat.allCases {
            let types = try Self.text(format).matches(of: /(?m)^# TYPE \S+ (.*)$/).map { $0.output.1 }
            #expect(!types.isEmpty)
            #expect(Set(types).isSubset(of: ["gauge", "counter", "summary"]))
        }
    }

    @Test(
        "are what the reference parser of OpenMetrics reads",
        .enabled(if: ReaderTool.prometheusClient.isWanted, "\(ReaderTool.prometheusClient.reason)"))
    func referenceParser() async throws {
        try await Self.withFile(.openmetrics) { file in
            let script = """
                import sys
                from prometheus_client.openmetrics.parser import text_string_to_metric_families
                for family in text_string_to_metric_families(open(sys.argv[1], encoding="utf-8").read()):
                    print(family.name, family.type, family.unit or "-", len(family.samples))
                """
            let result = try await ReaderTool.prometheusClient.run(["-c", script, file])
            #expect(result.status == 0, "\(result.errors)")
            let expected = try Self.families().map {
                "\($0.name) \($0.kind.rawValue) \($0.unit ?? "-") \($0.samples.count)"
            }
            #expect(result.output.split(separator: "\n").map(String.init) == expected)
        }
    }

    private static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
            "docs/examples/monitoring")

    @Test(
        "have alert rules that promtool accepts, and that alarm as their tests say",
        .enabled(if: ReaderTool.promtool.isWanted, "\(ReaderTool.promtool.reason)"))
    func rules() async throws {
        for (verb, file) in [("check", "submirror.rules.yml"), ("test", "submirror.rules.test.yml")] {
            let result = try await ReaderTool.promtool.run([
                verb, "rules", Self.examples.appendingPathComponent(file).path,
            ])
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            #expect((result.output + result.errors).contains("SUCCESS"))
        }
    }

    @Test(
        "have every name that the rules, their tests and the dashboard ask for",
        arguments: ["submirror.rules.yml", "submirror.rules.test.yml", "grafana-dashboard.json"])
    func names(file: String) throws {
        let text = try String(contentsOf: Self.examples.appendingPathComponent(file), encoding: .utf8)
        let asked = Set(text.matches(of: /submirror_[a-z_]+[a-z]/).map { String($0.output) })
        let there = Set(
            try Self.text(.openmetrics).matches(of: /(?m)^submirror_[a-z_]+/).map { String($0.output) })
        #expect(asked.subtracting(there).sorted() == [])
        #expect(asked.count > 5)
    }

    @Test("have a dashboard that is JSON, with a query in every panel")
    func dashboard() throws {
        let data = try Data(contentsOf: Self.examples.appendingPathComponent("grafana-dashboard.json"))
        let dashboard = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        #expect(panels.count > 10)
        for panel in panels {
            let targets = try #require(panel["targets"] as? [[String: Any]])
            #expect(!targets.isEmpty && targets.allSatisfy { $0["expr"] is String })
            #expect(panel["description"] is String)
        }
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
    }
}

import Foundation
import TestSupport
import Testing

@Suite("Where rows are written")
struct OutputFileTests {
    @Test("--output writes each format to a file, by its ending where no format is given, and says so")
    func formats() async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            #expect(try await stage.sync().status == 0)
            let report = ["report", "subscriptions-by-status", "--output"]
            for (file, format, beginning) in [
                ("a.csv", nil, "status,"), ("a.json", nil, "{\n"), ("a.txt", "table", "status "),
                ("b.csv", "csv-excel", "\u{FEFF}status;"), ("a.xlsx", nil, "PK"), ("c.dat", nil, "status,"),
            ] as [(String, String?, String)] {
                let result = try await stage.program.run(
                    report + [file] + (format.map { ["--format", $0] } ?? []))
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output.isEmpty)
                #expect(result.errors.hasPrefix("wrote \(file)\n"))
                // The coverage is printed if the file does not contain it.
                #expect(
                    result.errors.contains("complete as of")
                        == (beginning.contains("status") && format != "table"))
                let bytes = try Data(contentsOf: stage.directory.appendingPathComponent(file))
                #expect(bytes.starts(with: Data(beginning.utf8)), "\(file)")
            }
            let query = try await stage.program.run(
                "query", "SELECT count(*) AS n FROM subscription", "--output", "n.csv", "--quiet")
            #expect(query.status == 0 && query.errors.isEmpty)
            let text = try String(
                contentsOf: stage.directory.appendingPathComponent("n.csv"), encoding: .utf8)
            #expect(text == "n\n5\n")
        }
    }

    @Test("a file that cannot be written leaves the earlier one, and is told in a sentence")
    func refuses() async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            #expect(try await stage.sync().status == 0)
            let mirror = try Data(contentsOf: stage.mirror)
            for (target, status, sentence) in [
                ("state", 64, "is not a regular file and was not replaced"),
                ("no/a.csv", 64, "does not exist: create it first"),
                ("state/mirror.sqlite", 64, "is inside the state directory"),
                ("state/notes/a.csv", 64, "is inside the state directory"),
                ("a.parquet", 64, "only export writes parquet"),
                ("a.csv", 74, "File too large"),
            ] as [(String, Int32, String)] {
                if target == "a.csv" {
                    try Data("old".utf8).write(to: stage.directory.appendingPathComponent(target))
                    stage.wrapper = ["/usr/bin/prlimit", "--fsize=40000", "--"]
                }
                let result = try await stage.program.run(
                    "query", "SELECT a.* FROM data_dictionary AS a, data_dictionary", "--output", target)
                #expect(result.status == status, "\(result.errors)")
                #expect(result.errors.contains(sentence), "\(result.errors)")
            }
            let workbook = try await stage.program.run(
                "query", "SELECT 1", "--format", "csv-excel", "--output", "a.xlsx")
            #expect(workbook.status == 64)
            #expect(workbook.errors.contains("a.xlsx ends in xlsx, but --format is csv-excel: give one"))
            let kept = try String(
                contentsOf: stage.directory.appendingPathComponent("a.csv"), encoding: .utf8)
            #expect(kept == "old")
            try #expect(Data(contentsOf: stage.mirror) == mirror)
            let names = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path)
            #expect(!names.contains { $0.contains(".partial-") })
        }
    }

    @Test("a table fits the terminal, which is never sent a workbook")
    func terminal() async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            #expect(try await stage.sync().status == 0)
            let table = try await stage.onTerminal(
                columns: 60, "query",
                "SELECT msisdn, replace(hex(zeroblob(300)), '0', 'ab ') AS note FROM subscription")
            let lines = table.split(whereSeparator: \.isNewline)
            #expect(lines.count == 7, "\(table)")
            #expect(lines.allSatisfy { $0.count <= 60 })
            #expect(lines.last?.hasSuffix("…") == true)
            let status = try await stage.onTerminal(columns: 90, "status")
            let tables = status.split(whereSeparator: \.isNewline).drop { !$0.hasPrefix("run ") }
            #expect(!tables.isEmpty && tables.allSatisfy { $0.count <= 90 }, "\(status)")
            let workbook = try await stage.onTerminal(columns: 60, "report", "changes", "--format", "xlsx")
            #expect(workbook.contains("a terminal cannot show xlsx: name a file with --output"))
        }
    }
}

extension FileStage {
    /// The output for a terminal of that width.
    func onTerminal(columns: Int, _ arguments: String...) async throws -> String {
        let words = arguments.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("submirror").path
        let line = "stty cols \(columns) rows 24; exec '\(program)' \(words)"
        return try await Shell.result(
            "/usr/bin/script", ["-qec", line, "/dev/null"], environment: environment
        ).output
    }
}

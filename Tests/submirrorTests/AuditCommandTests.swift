import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

@Suite("The command audit")
struct AuditCommandTests {
    /// Six numbers, loaded on 1 October 2026; 5 was gone on 20 October; the cost
    /// centre of 1 is KS 1, and so on.
    private static func with(_ body: (BuiltBinary, URL) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let state = directory.appendingPathComponent("state")
            try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
            let store = try MirrorStore.open(at: state.appendingPathComponent("mirror.sqlite"))
            let now = try #require(Instant.date("2026-10-01T06:00:00Z"))
            let run = try await store.beginRun(.backfill, at: now)
            let documents = (1...6).map { number in
                NormalizedSubscription.invented(.invented(number)).changed {
                    $0.subscription.userReference1 = "KS \(number)"
                    $0.subscription.status = "ACTIVE"
                    $0.subscription.validToDate = nil
                }
            }
            _ = try await store.save(
                documents.map { .document(FetchedDocument($0)) }, of: run, at: now)
            try await store.finishRun(
                run, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil, at: now
            )
            try store.close()
            try await body(
                BuiltBinary(
                    environment: ["HOME": directory.path, "SUBMIRROR_STATE_DIRECTORY": state.path],
                    in: directory), directory)
        }
    }

    /// Windows-1252, a title, five spellings, an unknown number, one with another cost
    /// centre, one that occurs twice.
    private static let invoice = [
        "Faktura 4711", "", "Mobilnr;Kostnadssted;Beløp", "900 00 001;ks 1;1 249,50",
        "+4790000002;KS 9;10,00",
        "004790000003;KS 3;0,25", "47 900 00 003;KS 3;0,25", "tel:+47-900-00-009;KS 1;5,00",
        "4.79E+10;KS 4;1,00",
        "Totalt;;1 266,00", "",
    ].joined(separator: "\r\n")

    private static let arguments = [
        "audit", "faktura.csv", "--number-column", "Mobilnr", "--map",
        "Kostnadssted=cost_centre,Beløp=amount",
        "--name", "invoice",
    ]

    private static func write(_ text: String, to file: String, in directory: URL) throws {
        try Data(text.unicodeScalars.map { UInt8($0.value) }).write(
            to: directory.appendingPathComponent(file))
    }

    @Test("holds an invoice against the mirror, keeps it, and shows it again")
    func invoice() async throws {
        try await Self.with { program, directory in
            try Self.write(Self.invoice, to: "faktura.csv", in: directory)
            let result = try await program.run(Self.arguments)
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.errors == """
                    stored as audit 1, invoice
                    rows skipped as totals, titles and page breaks: 10; submirror audit show 1 --result left-out lists them

                    """)
            #expect(
                result.output == """
                    result,line,msisdn,reason,field,file_value,mirror_value,amount,cost_centre,account_id,repeats_line,sheet,repeats_sheet
                    only there,8,4790000009,not in the mirror,,,,5.00,,,,,
                    differing,5,4790000002,,cost_centre,KS 9,KS 2,10.00,KS 2,,,,
                    doubled,7,4790000003,,,,,0.25,KS 3,,6,,
                    unreadable,9,,digits lost: a spreadsheet rounded it,,,,1.00,,,,,
                    only here,,4790000004,in use,,,,,KS 4,,,,
                    only here,,4790000005,in use,,,,,KS 5,,,,
                    only here,,4790000006,in use,,,,,KS 6,,,,
                    matched,4,4790000001,,,,,1249.50,KS 1,,,,
                    matched,6,4790000003,,,,,0.25,KS 3,,,,
                    left out,10,,total,amount,1266.00,,,,,,,

                    """)
            let list = try await program.run("audit", "list", "--format", "json")
            #expect(list.output.contains("\"amount\":\"1266.00\""), "\(list.output)")
            let shown = try await program.run("audit", "show", "invoice", "--result", "differing")
            #expect(shown.output.split(separator: "\n").count == 2)
            let table = try await program.run("audit", "show", "1", "--format", "table")
            #expect(table.output.contains("lines of the list") && !table.output.contains("4790000001"))
            let allocation = try await program.run("report", "allocation", "--parameter", "of=invoice")
            #expect(allocation.status == 0, "\(allocation.errors)")
            #expect(allocation.output.contains("cost centre,KS 1,1249.50,1249.50,1,1,1,"))
            #expect(try await program.run("audit", "drop", "1").status == 0)
            #expect(try await program.run("audit", "show", "1").status == 64)
        }
    }

    @Test("reads the options of one kind of list from a file, and writes a workbook")
    func rules() async throws {
        try await Self.with { program, directory in
            try Self.write(Self.invoice, to: "faktura.csv", in: directory)
            let file = directory.appendingPathComponent("rules.yaml")
            let rules = """
                number_column: Mobilnr
                map: {Kostnadssted: cost_centre, Beløp: amount}
                name: invoice
                exact: [cost_centre]

                """
            for (unusable, words) in [
                ("accounts: [\"\"]", "accounts in rules.yaml must be a list of strings"),
                ("accounts: [1, \"\"]", "accounts in rules.yaml must be a list of strings"),
                ("name: other", "is not a YAML map with one key per line, each key once"),
                ("access_types: [VOICE]\naccess_types: [DATA]", "each key once"),
            ] {
                try (rules + unusable + "\n").write(to: file, atomically: true, encoding: .utf8)
                let result = try await program.run("audit", "faktura.csv", "--rules", "rules.yaml")
                #expect(result.status == 64 && result.output == "", "\(unusable)")
                #expect(result.errors.contains(words), "\(result.errors)")
            }
            // They would match no number, so that none would be found missing from the list.
            for (unknown, words) in [
                ("access_types: [NONE]", "access type NONE"), ("accounts: [1]", "account 1"),
            ] {
                try (rules + unknown).write(to: file, atomically: true, encoding: .utf8)
                let result = try await program.run("audit", "faktura.csv", "--rules", "rules.yaml")
                #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
            }
            try rules.write(to: file, atomically: true, encoding: .utf8)
            for input in ["faktura.csv", "./rules.yaml"] {
                let result = try await program.run(
                    "audit", "faktura.csv", "--rules", "rules.yaml", "--output", input, "--format", "csv")
                #expect(result.status == 64 && result.errors.contains("would replace"), "\(result.errors)")
            }
            let result = try await program.run(
                "audit", "faktura.csv", "--rules", "rules.yaml", "--output", "audit.xlsx")
            #expect(result.status == 0, "\(result.errors)")
            let differing = try await program.run("audit", "show", "invoice", "--result", "differing")
            // Without folding, ks 1 is not KS 1.
            #expect(differing.output.split(separator: "\n").count == 3)
            let here = try await program.run("audit", "show", "invoice", "--result", "only-here")
            #expect(here.output.split(separator: "\n").count == 4)
            // The program's own workbook can be audited in turn.
            let again = try await program.run(
                "audit", "audit.xlsx", "--number-column", "msisdn", "--sheet", "differing", "--name", "again")
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    @Test(
        "nothing is allocated of an audit that is not there, or was not there yet",
        arguments: ["csv", "json", "table", "xlsx"])
    func allocationOfNothing(format: String) async throws {
        try await Self.with { program, directory in
            try Self.write(Self.invoice, to: "faktura.csv", in: directory)
            #expect(try await program.run(Self.arguments).status == 0)
            for (of, asOf, words) in [
                ("nope", [], "there is no audit nope: see submirror audit list"),
                ("2", [], "there is no audit 2: see submirror audit list"),
                ("nope", ["--as-of", "2026-10-02"], "there is no audit nope: see submirror audit list"),
                ("invoice", ["--as-of", "2026-10-02"], "the audit invoice was first made at 20"),
                (
                    "1", ["--as-of", "2026-10-02"],
                    ", later than the time asked for: give a later --as-of, or none"
                ),
            ] as [(String, [String], String)] {
                let file = directory.appendingPathComponent("allocation.\(format)")
                let result = try await program.run(
                    ["report", "allocation", "--of", of, "--format", format] + asOf
                        + (format == "table" ? [] : ["--output", file.path]))
                #expect(result.status == 64 && result.output == "", "\(of) \(asOf) \(result.output)")
                #expect(
                    result.errors.hasPrefix("submirror: ") && result.errors.contains(words)
                        && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
                #expect(!FileManager.default.fileExists(atPath: file.path))
            }
            let shown = try await program.run("report", "allocation", "--of", "nope", "--format", format)
            #expect(shown.status == 64 && shown.output == "", "\(shown.output)")
        }
    }

    @Test(
        "what cannot be done is said in a sentence",
        arguments: [
            (["faktura.csv"], 64, "name the file's column of numbers"),
            (["faktura.csv", "--number-column", "Mobil"], 64, "has no column Mobil"),
            (["none.csv", "--number-column", "Mobilnr"], 64, "cannot be read"),
            (
                ["faktura.csv", "--number-column", "Mobilnr", "--map", "Kostnadssted=kost"], 64,
                "cannot be compared"
            ),
            (["faktura.csv", "--number-column", "Mobilnr", "--map", "#99=amount"], 64, "has no column #99"),
            (
                ["faktura.csv", "--number-column", "Mobilnr", "--map", "Mobilnr=amount"], 64,
                "holds the numbers"
            ),
            (
                ["faktura.csv", "--number-column", "Mobilnr", "--map", "Kostnadssted="], 64,
                "mapped to nothing"
            ),
            (["faktura.csv", "--number-column", "Mobilnr", "--sheet", "Ark1"], 64, "is no workbook"),
            (["faktura.csv", "--number-column", "Mobilnr", "--period", "2026-13"], 64, "--period 2026-13"),
            (["faktura.csv", "--number-column", "Mobilnr", "--period", "2031-01"], 64, "has not begun"),
            (["empty.csv", "--number-column", "Mobilnr"], 65, "has no rows"),
            (["bad.xlsx", "--number-column", "Mobilnr"], 65, "is not a readable workbook"),
            (["show", "nothing"], 64, "there is no audit nothing"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, sentence: String) async throws {
        try await Self.with { program, directory in
            try Self.write(Self.invoice, to: "faktura.csv", in: directory)
            try Self.write("PK\u{3}\u{4}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", to: "bad.xlsx", in: directory)
            try Self.write("", to: "empty.csv", in: directory)
            let result = try await program.run(["audit"] + arguments)
            #expect(result.status == status && result.errors.contains(sentence), "\(result.errors)")
        }
    }
}

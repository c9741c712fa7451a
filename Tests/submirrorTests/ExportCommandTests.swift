import Foundation
import TestSupport
import Testing

@Suite("The command export")
struct ExportCommandTests {
    @Test("writes each format that needs no other program, says what it wrote, and verifies it")
    func formats() async throws {
        try await FileStage.with(subscriptions: 8) { stage in
            #expect(try await stage.sync().status == 0)
            for (format, files) in [
                ("csv", 57), ("csv-excel", 57), ("jsonl", 57), ("xlsx", 1), ("sqlite", 1),
            ] {
                let export = try await stage.program.run("export", format, "--format", format)
                #expect(export.status == 0, "\(export.errors)")
                #expect(export.errors.hasPrefix("wrote \(files) file"), "\(export.errors)")
                #expect(export.output.isEmpty)
                let check = try await stage.program.run("export", "--verify", format)
                #expect(check.status == 0, "\(check.errors)")
            }
            let help = try await stage.program.run("export", "--help")
            #expect(help.output.contains("submirror export /srv/lake --tenant acme --format parquet"))
        }
    }

    @Test("refuses a place in a state directory", arguments: ["state", "state/out", "link/out", "state/a/b"])
    func state(target: String) async throws {
        try await FileStage.with(subscriptions: 2) { stage in
            #expect(try await stage.sync().status == 0)
            try FileManager.default.createSymbolicLink(
                at: stage.directory.appendingPathComponent("link"), withDestinationURL: stage.state)
            let before = try FileManager.default.contentsOfDirectory(atPath: stage.state.path).sorted()
            let export = try await stage.program.run("export", target)
            #expect(export.status == 64)
            #expect(export.errors.contains("which holds a mirror: name a directory elsewhere"))
            let after = try FileManager.default.contentsOfDirectory(atPath: stage.state.path).sorted()
            #expect(after == before)
        }
    }

    @Test("ends with 65 and names each file that is not as it was written")
    func verifies() async throws {
        try await FileStage.with(subscriptions: 3) { stage in
            #expect(try await stage.sync().status == 0)
            let export = try await stage.program.run("export", "out")
            #expect(export.status == 0, "\(export.errors)")
            let out = stage.directory.appendingPathComponent("out")
            try FileManager.default.removeItem(at: out.appendingPathComponent("party.csv"))
            try Data().write(to: out.appendingPathComponent("note.txt"))
            let check = try await stage.program.run("export", "out", "--verify")
            #expect(check.status == 65)
            #expect(check.output == "out/party.csv is missing\nout/note.txt is not part of the export\n")
            #expect(check.errors.split(separator: "\n").count == 1, "\(check.errors)")
        }
    }

    @Test("takes changes since a run, some relations, and a tenant")
    func selects() async throws {
        try await FileStage.with(subscriptions: 5) { stage in
            #expect(try await stage.sync().status == 0)
            let export = try await stage.program.run(
                "export", "lake", "--tenant", "acme", "--changes-since", "1", "--relation", "party",
                "--format",
                "jsonl")
            #expect(export.status == 0, "\(export.errors)")
            #expect(export.errors.hasPrefix("changes since 20"), "\(export.errors)")
            let tenant = stage.directory.appendingPathComponent("lake/tenant=acme")
            let days = try FileManager.default.contentsOfDirectory(atPath: tenant.path)
            try #require(days.count == 1)
            let day = tenant.appendingPathComponent(days[0])
            try #expect(
                FileManager.default.contentsOfDirectory(atPath: day.path).sorted() == [
                    "datapackage.json", "party.jsonl", "subscription.jsonl",
                ])
        }
    }

    @Test(
        "says in one sentence why it does nothing",
        arguments: [
            (
                ["--relation", "sim_cards"], 64,
                "there is no relation sim_cards; did you mean sim_card?"
            ),
            (["--relation", "phones"], 64, "there is no relation phones: choose one of account, add_on,"),
            (["--changes-since", "99"], 64, "there is no run 99"),
            (["--changes-since", "yesterday"], 64, "yesterday is not a run's number, a time"),
            (["--tenant", "a/b"], 64, "\"a/b\" cannot name a tenant"),
            (["--tenant", "a", "--format", "xlsx"], 64, "a lake of tenants cannot hold xlsx"),
            (["--format", "parquet"], 78, "the program duckdb, which writes this format, is not on PATH"),
        ] as [([String], Int32, String)])
    func refuses(arguments: [String], status: Int32, sentence: String) async throws {
        try await FileStage.with(subscriptions: 3) { stage in
            #expect(try await stage.sync().status == 0)
            let result = try await stage.program.run(["export", "out"] + arguments)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(sentence), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
            let out = stage.directory.appendingPathComponent("out").path
            #expect(!FileManager.default.fileExists(atPath: out))
        }
    }
}

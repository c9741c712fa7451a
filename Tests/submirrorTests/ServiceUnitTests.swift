import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import submirror

/// Invariants: every unit has the same confinement, and starts a command line that the program understands.
@Suite("systemd's units")
struct ServiceUnitTests {
    private static let folder = SourceTree.root.appendingPathComponent("systemd")
    private static let metrics = "docs/examples/monitoring/submirror-metrics.service"

    /// Paths relative to the repository.
    private static let services: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".service") }.sorted().map { "systemd/" + $0 } + [metrics]
    }()

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    /// The confinement: the lines from NoNewPrivileges= to SystemCallErrorNumber=.
    private func confinement(_ path: String) throws -> [String] {
        let lines = try lines(path)
        let start = try #require(lines.firstIndex(of: "NoNewPrivileges=true"))
        let end = try #require(lines.firstIndex(of: "SystemCallErrorNumber=EPERM"))
        return Array(lines[start...end])
    }

    @Test("all are confined in the same lines", arguments: services)
    func confined(path: String) throws {
        var expected = try confinement("systemd/submirror.service")
        if path == Self.metrics {
            // It uses no network.
            expected = expected.map {
                $0.hasPrefix("RestrictAddressFamilies=") ? "RestrictAddressFamilies=AF_UNIX" : $0
            }
        }
        #expect(try confinement(path) == expected)
    }

    @Test(
        "systemd rates each 1.5 or better",
        .enabled(if: ReaderTool.systemdAnalyze.isWanted, "\(ReaderTool.systemdAnalyze.reason)"),
        arguments: services)
    func rating(path: String) async throws {
        let result = try await ReaderTool.systemdAnalyze.run([
            "security", "--offline=true", "--no-pager", "--threshold=15",
            SourceTree.root.appendingPathComponent(path).path,
        ])
        #expect(result.status == 0, "\(result.output.suffix(200)) \(result.errors)")
        #expect(result.output.contains("Overall exposure level"))
    }

    @Test("the program understands the command line of each", arguments: services)
    func commandLine(path: String) throws {
        let program = "ExecStart=/usr/local/bin/submirror "
        for line in try lines(path) where line.hasPrefix(program) {
            let words = line.dropFirst(program.count).replacing("%i", with: "acme").split(separator: " ")
            #expect(throws: Never.self) { try Submirror.parseAsRoot(words.map(String.init)) }
        }
    }

    @Test("a unit that fails is told of", arguments: services)
    func tells(path: String) throws {
        let isTeller = path.contains("submirror-failed@") || path == Self.metrics
        #expect(try lines(path).contains("OnFailure=submirror-failed@%n.service") != isTeller)
    }

    @Test(
        "the word for each exit code is told, by mail and webhook once",
        arguments: [("exit-code", "77"), ("oom-kill", "")])
    func failed(result: String, status: String) async throws {
        try await withTemporaryDirectory { directory in
            let curl = directory.appendingPathComponent("curl")
            try """
            #!/bin/sh
            { printf '%s|' "$@"; cat; echo; } >>"$RUNTIME_DIRECTORY/calls"
            """.write(to: curl, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: curl.path)
            let environment = [
                "PATH": directory.path + ":/usr/bin:/bin", "RUNTIME_DIRECTORY": directory.path,
                "MAILTO": "operations@example.com", "WEBHOOK_URL": "https://example.com/invented-secret",
                "MONITOR_SERVICE_RESULT": result, "MONITOR_EXIT_STATUS": status,
            ]
            let script = Self.folder.appendingPathComponent("submirror-failed").path
            let unit = "submirror@a\\x2db.service"
            for _ in 1...2 {
                let run = try await Shell.result(script, [unit], environment: environment)
                #expect(run.status == 0, "\(run.errors)")
                #expect(run.output.hasPrefix("<3>\(unit) failed (\(result)"))
                #expect(run.output.contains(status == "77" ? "the credentials are refused" : "out of memory"))
                #expect(!run.output.contains("invented-secret"))
            }
            let calls = try String(
                contentsOf: directory.appendingPathComponent("calls"), encoding: .utf8)
            #expect(calls.matches(of: /--mail-rcpt\|operations@example\.com/).count == 1, "\(calls)")
            #expect(
                calls.matches(of: /url = "https:\/\/example\.com\/invented-secret"/).count == 1, "\(calls)")
            let document = try #require(calls.firstMatch(of: /\{.*\}/)?.output)
            let facts = try #require(
                try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: String])
            #expect(facts["unit"] == unit)
            #expect(facts["result"] == result)
            #expect(facts["exit_status"] == status)
        }
    }
}

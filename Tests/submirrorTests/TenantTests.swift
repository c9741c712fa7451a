import Foundation
import MirrorReading
import Proof
import Sandbox
import TestSupport
import Testing

/// Several companies on one host: each has its own settings, mirror and part of one lake, and touches no other's.
@Suite("Tenants")
struct TenantTests {
    private static let names = ["acme", "fjord-2", "nord"]

    /// A host with a folder of settings, one of mirrors, and a lake.
    private struct Host {
        let directory: URL
        var environment: [String: String]

        init(in directory: URL) throws {
            self.directory = directory
            environment = [
                "HOME": directory.path, "CONFIGURATION_DIRECTORY": directory.path + "/etc",
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
            ]
            for name in ["etc", "var"] {
                try FileManager.default.createDirectory(
                    at: directory.appendingPathComponent(name), withIntermediateDirectories: false)
            }
        }

        var program: BuiltBinary { BuiltBinary(environment: environment, in: directory) }
        var lake: URL { directory.appendingPathComponent("lake") }

        func state(of tenant: String) -> URL { directory.appendingPathComponent("var/\(tenant)") }
        func mirror(of tenant: String) -> URL { state(of: tenant).appendingPathComponent("mirror.sqlite") }

        func configure(
            _ tenant: String, for server: SandboxServer, _ options: SandboxOptions, formats: String = "csv",
            password: String? = nil
        ) throws {
            let text = """
                api:
                  base_url: \(server.baseURL)
                oauth:
                  client_id: \(options.clientID)
                  client_secret: \(options.clientSecret)
                  username: \(options.username)
                  password: \(password ?? options.password)
                state:
                  directory: \(state(of: tenant).path)
                publish:
                  directory: \(lake.path)
                  formats: \(formats)
                """
            let file = directory.appendingPathComponent("etc/\(tenant).yaml")
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
    }

    private static func options(_ place: Int) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 20 + 5 * place
        options.seed = UInt64(40 + place)
        return options
    }

    private static func with(
        formats: String, _ body: (Host, [String: SandboxServer]) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let host = try Host(in: directory)
            try await SandboxServer.withServer(options: options(0)) { first in
                try await SandboxServer.withServer(options: options(1)) { second in
                    try await SandboxServer.withServer(options: options(2)) { third in
                        let servers = Dictionary(uniqueKeysWithValues: zip(names, [first, second, third]))
                        for (place, name) in names.enumerated() {
                            guard let server = servers[name] else { continue }
                            try host.configure(name, for: server, options(place), formats: formats)
                        }
                        try await body(host, servers)
                    }
                }
            }
        }
    }

    @Test("each equals its own API, and a broken one harms none")
    func separate() async throws {
        try await Self.with(formats: "csv,sqlite") { host, servers in
            for name in Self.names {
                let result = try await host.program.run("sync", "--quiet", "--tenant", name)
                #expect(result.status == 0, "\(result.errors)")
            }
            let broken = try #require(servers["fjord-2"])
            try host.configure("fjord-2", for: broken, Self.options(1), password: "wrong")
            let before = try FileBytes.digests(of: host.lake.appendingPathComponent("tenant=fjord-2"))
            for name in Self.names {
                try servers[name]?.change(.reference)
                let result = try await host.program.run("sync", "--quiet", "--tenant", name)
                #expect(result.status == (name == "fjord-2" ? 77 : 0), "\(result.errors)")
            }
            #expect(try FileBytes.digests(of: host.lake.appendingPathComponent("tenant=fjord-2")) == before)
            for name in Self.names where name != "fjord-2" {
                let server = try #require(servers[name])
                #expect(
                    try TruthComparison.differences(
                        of: MirrorReader(path: host.mirror(of: name).path), from: server.truth()) == [])
                let status = try await host.program.run("status", "--json", "--tenant", name)
                #expect(status.output.contains(host.mirror(of: name).path), "\(status.output)")
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: host.lake.path).sorted()
                    == Self.names.map { "tenant=\($0)" })
        }
    }

    @Test(
        "are read together by DuckDB, each row under its tenant",
        .enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)"))
    func lake() async throws {
        try await Self.with(formats: "parquet") { host, _ in
            for name in Self.names {
                let result = try await host.program.run("sync", "--quiet", "--tenant", name)
                #expect(result.status == 0, "\(result.errors)")
            }
            let files = host.lake.path + "/tenant=*/latest/parquet/subscription.parquet"
            let answer = try await ReaderTool.duckdb.run(
                [
                    "-csv", "-c",
                    "SELECT tenant, count(*) AS n FROM read_parquet('\(files)', hive_partitioning = true) GROUP BY 1 ORDER BY 1",
                ])
            #expect(answer.output == "tenant,n\nacme,20\nfjord-2,25\nnord,30\n", "\(answer.errors)")
        }
    }

    @Test("one without a file is misspelt, and one whose name is no folder's is refused")
    func unknown() async throws {
        try await withTemporaryDirectory { directory in
            let host = try Host(in: directory)
            let unknown = try await host.program.run("status", "--tenant", "amce")
            #expect(unknown.status == 78 && unknown.errors.contains("etc/amce.yaml"), "\(unknown.errors)")
            let wrong = try await host.program.run("sync", "--tenant", "../acme")
            #expect(wrong.status == 64 && wrong.errors.contains("cannot name a tenant"), "\(wrong.errors)")
            let made = try await host.program.run("init", "--tenant", "acme")
            #expect(made.status == 0, "\(made.errors)")
            let text = try String(
                contentsOf: directory.appendingPathComponent("etc/acme.yaml"), encoding: .utf8)
            #expect(text.contains("directory: \"/var/lib/submirror-companies/acme\""))
        }
    }
}

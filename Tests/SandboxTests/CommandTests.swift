import Foundation
import NIOHTTP1
import Sandbox
import TestSupport
import Testing

@Suite("The sandbox as a process")
struct CommandTests {
    /// Runs `submirror sandbox` on any port, passes `body` a client, and ends it.
    private func withProcess(_ arguments: [String], _ body: (SandboxClient) async throws -> Void) async throws
    {
        try await withTemporaryDirectory { directory in
            let program = BuiltBinary(environment: [:], in: directory)
            let running = try program.start(["sandbox", "--port", "0", "--subscriptions", "60"] + arguments)
            do {
                try await body(SandboxClient(baseURL: address(of: running)))
            } catch {
                running.signal(SIGKILL)
                _ = try await running.end()
                throw error
            }
            running.signal(SIGTERM)
            #expect(try await running.end().status == 0)
        }
    }

    /// The address that it reports, once it serves.
    private func address(of running: BuiltBinary.Running) async throws -> String {
        var address: Substring?
        try await Patience.wait("it serves nothing: \(running.errorsSoFar)", while: { !running.isOver }) {
            address = running.errorsSoFar.firstMatch(of: /(http:\/\/[^;]*);/)?.1
            return address != nil
        }
        return String(try #require(address))
    }

    @Test("its flags make it hostile from the start")
    func flags() async throws {
        let arguments = [
            "--fault", "50001@token=at:2", "--fault", "reset-body@detail=always", "--fault",
            "503200@accounts=at:1",
            "--movement", "additions:5,pages:1", "--repeated-rows", "100%", "--visibility-delay", "1h",
        ]
        try await withProcess(arguments) { client in
            let refused = try await client.post(
                "/oauth/v2/token", SandboxClient.passwordGrant,
                headers: ["Authorization": SandboxClient.credentials])
            #expect(refused.errorCode == 50001)
            let rows = try await client.numbers(SearchTests.years, pageSize: 100)
            #expect(rows.count == 120 && Set(rows).count == 60)
            let detail = try await RawExchange.get("\(SandboxClient.subscriptions)/\(rows[0])", of: client)
            #expect(detail.end == .reset && detail.head.hasPrefix("http/1.1 200 "))
            #expect(try await client.get(SandboxClient.accounts).errorCode == 503200)
            #expect(try await client.get(SandboxClient.accounts).status == 200)
            let truth = try await client.get("/_sandbox/truth?relations=subscription").json
            #expect(truth["relations"]?["subscription"]?.elements.count == 65)
            let faults = try await client.get("/_sandbox/stats").json["faults"]
            #expect(
                faults
                    == .object(["50001": .integer(1), "reset-body": .integer(1), "503200": .integer(1)]))
        }
    }

    @Test(
        "a mistake in a flag is told before anything is served",
        arguments: [
            ["--fault", "boom=1"], ["--fault", "reset"], ["--movement", "moons:1"],
            ["--repeated-rows", "120%"],
            ["--visibility-delay", "soon"], ["--quota", "600"], ["--quota", "0/1m"], ["--churn", "inf/min"],
            ["--per-second", "nan"], ["--per-second", "0"], ["--skew", "late"], ["--sloppiness", "5"],
            ["--port", "65536"],
        ])
    func mistakes(arguments: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let program = BuiltBinary(environment: [:], in: directory)
            let result = try await program.run(["sandbox", "--port", "0"] + arguments)
            #expect(result.status == 64)
            #expect(result.errors.contains(arguments[0]))
        }
    }
}

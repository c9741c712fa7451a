import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// `submirror serve` as a real process over an example mirror, and a client.
struct ServerStage {
    let mirror: ExampleMirror
    let running: BuiltBinary.Running
    let port: Int
    let client: HTTPClient

    struct Reply {
        let status: Int
        let headers: HTTPHeaders
        let body: String

        var object: [String: Any]? {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]
        }

        var tag: String { headers.first(name: "etag") ?? "" }
    }

    /// The test's own reports: one that never ends by itself, and one with hostile texts.
    private static let reports = [
        "endless": """
        -- title: Endless
        -- description: Counts for ever.
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
        SELECT count(*) AS count FROM numbers WHERE n < 0;
        """,
        "hostile": """
        -- title: <script>alert(1)</script>
        -- description: "><svg onload=alert(1)>
        -- parameter: word text default x "A <b>word</b>."
        SELECT '</script><img src=x onerror=alert(1)>' AS "<b>", :word AS word;
        """,
    ]

    static func with(
        _ sql: String = ExampleRows.sql, environment: [String: String] = [:],
        reports further: [String: String] = [:],
        _ body: (ServerStage) async throws -> Void
    ) async throws {
        let mirror = try ExampleMirror(filledBy: sql)
        defer { mirror.remove() }
        let reports = mirror.directory.appendingPathComponent("reports")
        try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
        for (name, text) in Self.reports.merging(further, uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: reports.appendingPathComponent(name + ".sql"))
        }
        let usual = [
            "HOME": mirror.directory.path, "SUBMIRROR_STATE_DIRECTORY": mirror.directory.path,
            "SUBMIRROR_REPORT_DIRECTORY": reports.path, "SUBMIRROR_SERVE_ADDRESS": "127.0.0.1:0",
        ]
        let running = try BuiltBinary(
            environment: usual.merging(environment) { $1 }, in: mirror.directory
        ).start(["serve"])
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(60), read: .seconds(600))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            try await Patience.wait(running.errorsSoFar, while: { !running.isOver }) {
                port(in: running.errorsSoFar) != nil
            }
            let number = try #require(port(in: running.errorsSoFar))
            try await body(ServerStage(mirror: mirror, running: running, port: number, client: client))
        } catch {
            running.signal(SIGKILL)
            _ = try? await running.end()
            try? await client.shutdown()
            throw error
        }
        if !running.isOver { running.signal(SIGTERM) }
        let result = try await running.end()
        try await client.shutdown()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    static func port(in log: String) -> Int? {
        log.firstMatch(of: /server listening host=\S+ port=(\d+)\n/).flatMap { Int($0.output.1) }
    }

    func get(
        _ target: String, method: HTTPMethod = .GET, _ headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
        request.method = method
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        var step = "asked"
        do {
            let response = try await client.execute(request, timeout: .seconds(600))
            step = "answered \(response.status.code) \(response.headers)"
            let body = try await response.body.collect(upTo: 256 << 20)
            return Reply(
                status: Int(response.status.code), headers: response.headers, body: String(buffer: body))
        } catch {
            throw Unanswered(what: "\(method) \(target): \(step): \(error)")
        }
    }

    /// A request that received no complete answer.
    struct Unanswered: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }

    /// How often the process has the mirror's file open: once for each query, and once to see changes.
    var openMirrors: Int {
        get throws {
            let folder = "/proc/\(running.identifier)/fd"
            return try FileManager.default.contentsOfDirectory(atPath: folder).count {
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
                return target == mirror.path
            } - 1
        }
    }

    /// The process's peak memory, in bytes.
    var mostMemory: Int {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(running.identifier)/status", encoding: .utf8)
            let match = try #require(text.firstMatch(of: /VmHWM:\s+(\d+) kB/))
            return try #require(Int(match.output.1)) * 1024
        }
    }
}

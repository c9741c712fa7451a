import Foundation
import Logging
import MillomJournal
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import MillomReceiver

@Suite("A receiver with hostile clients")
struct HostileClientTests {
    /// Passes `body` the port of a receiver in this process, with short time limits.
    private func with(
        _ change: (inout ReceiverLimits) -> Void, body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        var limits = ReceiverLimits()
        change(&limits)
        var configuration = ReceiverConfiguration(
            host: "127.0.0.1", port: 0, clientID: "id", clientSecret: "secret")
        configuration.limits = limits
        try await withTemporaryDirectory { [configuration] directory in
            let journal = try Journal.open(in: directory.path)
            let (ports, announce) = AsyncStream.makeStream(of: Int.self)
            let receiver = Receiver(
                configuration, journal: journal, now: { Date() },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { announce.yield($0) }
            let group = ServiceGroup(
                services: [receiver], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                for await port in ports {
                    try await body(port)
                    break
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            try journal.close()
        }
    }

    private static let health = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"

    private static func serves(_ port: Int) async throws {
        // Repeated, as a busy machine may have missed the time.
        try await Patience.wait {
            let connection = try RawConnection(port: port)
            try connection.send(health)
            return await connection.rest(until: "ok").hasPrefix("HTTP/1.1 200")
        }
    }

    @Test(
        "closes a connection that says nothing, too little, or ever something",
        arguments: [
            "", "GET /hea", "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc",
            "POST /oauth/token HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
        ])
    func slow(beginning: String) async throws {
        try await with {
            $0.requestTime = .seconds(1)
            $0.idleTime = .seconds(2)
        } body: { port in
            let silent = try RawConnection(port: port)
            try silent.send(beginning)
            #expect(await !silent.rest().contains("HTTP/1.1 200"))
            // One byte after another, without end: each is in time, but the request is not.
            let dripping = try RawConnection(port: port)
            try dripping.send("GET /healthz HTTP/1.1\r\nx: ")
            try await Patience.wait(every: .milliseconds(20)) {
                do { try dripping.send("x") } catch { return true }
                return false
            }
            // Also between two requests.
            try await Patience.wait {
                let idle = try RawConnection(port: port)
                try idle.send(Self.health)
                return await idle.rest().hasPrefix("HTTP/1.1 200")
            }
            try await Self.serves(port)
        }
    }

    @Test("takes so many connections and no more, and those that wait when others have gone")
    func connections() async throws {
        try await with {
            $0.connections = 4
            $0.requestTime = .seconds(1)
        } body: { port in
            let silent = try (0..<12).map { _ in try RawConnection(port: port) }
            try await Self.serves(port)
            withExtendedLifetime(silent) {}
        }
    }

    @Test("answers 429 where too many are at work at one time")
    func tooMany() async throws {
        try await with {
            $0.requestsInFlight = 1
        } body: { port in
            let first = try RawConnection(port: port)
            // It stays in progress until its body has arrived.
            try first.send(
                Self.health + "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc")
            #expect(await first.rest(until: "ok").hasPrefix("HTTP/1.1 200"))
            try await Patience.wait {
                let second = try RawConnection(port: port)
                try second.send(Self.health)
                let answer = await second.rest(until: "\r\n\r\n")
                return answer.hasPrefix("HTTP/1.1 429") && answer.lowercased().contains("retry-after: 1")
            }
            try first.send("defghij")
            #expect(await first.rest(until: "invalid_request").hasPrefix("HTTP/1.1 400"))
            try await Self.serves(port)
        }
    }

    @Test(
        "refuses what is too large, whether it says so or not",
        arguments: [
            (
                "GET /healthz HTTP/1.1\r\nhost: x\r\nx: " + String(repeating: "x", count: 40_000)
                    + "\r\n\r\n", "400"
            ),
            ("GET /" + String(repeating: "x", count: 100_000) + " HTTP/1.1\r\nhost: x\r\n\r\n", "4"),
            ("POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n", "413"),
            (
                "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999999\r\n\r\n",
                "400"
            ),
            ("POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n", "400"),
            (
                "POST /oauth/token HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
                    + String(repeating: "fff\r\n" + String(repeating: "x", count: 0xfff) + "\r\n", count: 20),
                "413"
            ), ("\u{0}\u{1}\u{2}\r\n\r\n", "400"), ("\r\n\r\n\r\n\r\nGARBAGE\r\n\r\n", "400"),
        ])
    func tooLarge(request: String, status: String) async throws {
        try await with {
            $0.requestTime = .seconds(5)
        } body: { port in
            let connection = try RawConnection(port: port)
            // The connection may be closed before everything is sent.
            try? connection.send(request)
            let answer = await connection.rest()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer.prefix(200))")
            try await Self.serves(port)
        }
    }

    @Test("thousands of bad requests neither grow it nor stop it")
    func flood() async throws {
        try await withTemporaryDirectory { directory in
            try await ReceiverStage.with(in: directory, environment: ["SUBMIRROR_LOG_LEVEL": "notice"]) {
                stage in
                let token = try await stage.token()
                let count = LongMode.choose(400, long: 20_000)
                @Sendable func flood() async throws {
                    await withTaskGroup(of: Void.self) { group in
                        for client in 0..<16 {
                            group.addTask {
                                for number in 0..<count / 16 {
                                    let bad = [
                                        ("", "{}"), (token, String(repeating: "x", count: 70_000)),
                                        (token, String(repeating: "[", count: 5000)), (token, "{\"type\":"),
                                        ("wrong-\(number)", ReceiverStage.event("x-\(client)")),
                                    ][number % 5]
                                    let reply = try? await stage.send(
                                        "POST", ReceiverStage.eventPath, bad.1, token: bad.0)
                                    #expect([400, 401, 413, nil].contains(reply?.status))
                                }
                            }
                        }
                    }
                }
                // Bodies that are kept take their 64 KB in every flood; what threads and buffers take, they take once.
                let kept = count / 5 * 65_536
                var resident = try Self.residentBytes(of: stage.running.identifier)
                var growth: [Int] = []
                repeat {
                    try await flood()
                    let now = try Self.residentBytes(of: stage.running.identifier)
                    growth.append(now - resident)
                    resident = now
                } while growth.count < 10 && (growth.count < 2 || growth.suffix(2).reduce(0, +) > kept)
                #expect(growth.suffix(2).reduce(0, +) <= kept, "bytes in each flood: \(growth)")
                #expect(
                    try await stage.send(
                        "POST", ReceiverStage.eventPath, ReceiverStage.event("good"), token: token
                    )
                    .status == 200)
                // A flood must not fill the disk with log lines.
                #expect(stage.running.errorsSoFar.utf8.count < 4096)
            }
        }
    }

    private static func residentBytes(of process: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
            * sysconf(Int32(_SC_PAGESIZE))
    }
}

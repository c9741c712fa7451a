import Exports
import Foundation
import Logging
import MirrorCore
import MirrorReading
import Reports
import Synchronization
import TestSupport
import Testing

@testable import MirrorServer

/// Long queries and slow clients delay only requests of their own kind.
@Suite("serve under load")
struct ServeLoadTests {
    @Test("answers whether it is well, and what it has cached, while every slot runs a long query")
    func slots() async throws {
        // More than there are processors.
        let slots = ProcessInfo.processInfo.activeProcessorCount + 2
        try await ServerStage.with(
            environment: [
                "SUBMIRROR_SERVE_QUERY_TIMEOUT": "10m", "SUBMIRROR_SERVE_CONNECTIONS": "\(slots)",
            ]
        ) { stage async throws in
            let cached = "/api/v1/report/subscriptions-by-type?as_of=2026-11-21"
            let first = try await stage.get(cached)
            // Each differs, so that none shares another's answer.
            let clients = try (0..<slots).map { place in
                let client = try RawConnection(port: stage.port)
                try client.send(
                    "GET /api/v1/report/endless?as_of=2026-11-21T12:00:0\(place)Z HTTP/1.1\r\nhost: localhost\r\n\r\n"
                )
                return client
            }
            try await Patience.wait("not all run", while: { !stage.running.isOver }) {
                try stage.openMirrors >= slots
            }
            // They run until their clients go away.
            #expect(try await stage.get("/healthz").status == 200)
            let again = try await stage.get(cached)
            #expect(again.status == 200 && again.tag == first.tag)
            #expect(try await stage.get("/api/v1/relation/anomaly").status == 200)
            #expect(try stage.openMirrors >= slots)
            for client in clients { client.close() }
        }
    }

    @Test("closes clients that never end their request, byte by byte or silent, and answers others meanwhile")
    func trickle() async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_SERVE_QUERY_TIMEOUT": "1s"]) {
            stage async throws in
            let slow = try ["", "GET /heal", "GET / HTTP/1.1\r\nhost: localhost\r\nx: "].map { beginning in
                let client = try RawConnection(port: stage.port)
                try client.send(beginning)
                return client
            }
            #expect(try await stage.get("/api/v1/report/subscriptions-by-type").status == 200)
            for client in slow {
                // Each byte is in time, but the request is not.
                try await Patience.wait("it is still open", every: .milliseconds(50)) {
                    do { try client.send("x") } catch { return true }
                    return false
                }
            }
            #expect(try await stage.get("/healthz").status == 200)
        }
    }

    @Test("refuses with 503, when it is due, what found no slot")
    func patience() async throws {
        let pool = QueryPool(connections: 2, patience: .milliseconds(100))
        let (isOver, started) = (Flag(), Flag())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try? await pool.run {
                        started.raise()
                        while !isOver.isRaised {}
                    }
                }
            }
            while started.count < 2 { await Task.yield() }
            await #expect(throws: Refusal.self) { try await pool.run {} }
            isOver.raise()
        }
        await #expect(throws: Never.self) { try await pool.run {} }
    }

    @Test("answers queries while a client holds every stream")
    func streams() async throws {
        // More than the chunks that a pipe holds.
        let sql = """
            INSERT INTO anomaly
            SELECT printf('$.%064d', value), 'unknown_key', 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z',
                printf('%0400d', value)
            FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20000)
                SELECT value FROM n)
            """
        let mirror = try ExampleMirror(filledBy: sql)
        defer { mirror.remove() }
        var configuration = MirrorServerConfiguration(host: "127.0.0.1", port: 0, version: "1")
        configuration.connections = 1
        // Nothing but the client's end ends the stream.
        configuration.limits.stallTime = .seconds(3600)
        let path = mirror.path
        let opener = MirrorOpener(
            path: path, timeZone: .gmt,
            open: { asOf, now, _, interruption in
                try MirrorReader(
                    path: path, viewpoint: Viewpoint(now: now, asOf: asOf), interruption: interruption)
            }, privacy: { ExportPrivacy($0) { PseudonymKey(bytes: []) } }, publishedAt: { nil })
        let site = Site(
            configuration, opener, try ServedReports(ReportCatalogue(directory: nil), configuration),
            page: .list(in: .english), now: { ExampleMirror.now }, logger: Logger(label: "test"))
        func ask(_ target: String) async throws -> Reply {
            try await site.answer { () throws(Refusal) in
                try ServedRequest(
                    method: "GET", target: target, host: "localhost", authorization: nil, accept: nil,
                    ifNoneMatch: nil, peer: nil)
            }
        }
        guard case .stream(_, _, let pipe) = try await ask("/api/v1/relation/anomaly") else {
            Issue.record("a relation is streamed")
            return
        }
        guard case .whole(let status, _, _) = try await ask("/api/v1/report/subscriptions-by-type") else {
            Issue.record("a small report is not streamed")
            return
        }
        #expect(status == 200)
        pipe.end()
        guard case .stream(_, _, let next) = try await ask("/api/v1/relation/anomaly") else {
            Issue.record("the stream's place is free again")
            return
        }
        next.end()
    }

    @Test("a stream stalls when chunks are ready and few bytes are taken, and only then")
    func stall() async throws {
        let pipe = ChunkPipe()
        let chunk = [UInt8](repeating: 0, count: 100)
        // Nothing is ready: the query is slow, not its client.
        #expect(!pipe.isStalled(below: 50))
        for _ in 0..<4 { try pipe.push(chunk) }
        #expect(pipe.isStalled(below: 50))
        _ = try await pipe.next()
        try pipe.push(chunk)
        #expect(!pipe.isStalled(below: 50), "it has taken enough since")
        #expect(pipe.isStalled(below: 50))
        let dropped = Flag()
        pipe.whenAbandoned { dropped.raise() }
        pipe.abandon()
        #expect(dropped.count == 1)
        #expect(throws: CancellationError.self) { try pipe.push(chunk) }
        pipe.whenAbandoned { dropped.raise() }
        #expect(dropped.count == 2, "a receiver that comes too late is dropped at once")
    }
}

/// Counts how often something happened.
private final class Flag: Sendable {
    private let counter = Mutex(0)

    var count: Int { counter.withLock { $0 } }
    var isRaised: Bool { count > 0 }

    func raise() { counter.withLock { $0 += 1 } }
}

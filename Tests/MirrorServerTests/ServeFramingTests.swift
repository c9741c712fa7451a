import TestSupport
import Testing

/// Requests that a client library would not send.
@Suite("serve and HTTP/1")
struct ServeFramingTests {
    private static func answer(_ request: String, of stage: ServerStage) async throws -> String {
        let client = try RawConnection(port: stage.port)
        try client.send(request)
        return await client.rest()
    }

    @Test(
        "answers a client of HTTP/1.0 without chunks, and closes",
        arguments: ["/api/v1/relation/subscription?format=csv", "/api/v1/reports", "/healthz"],
        ["", "connection: keep-alive\r\n"])
    func old(target: String, further: String) async throws {
        try await ServerStage.with { stage async throws in
            let expected = try await stage.get(target).body
            // Ends only if the server closes.
            let answer = try await Self.answer(
                "GET \(target) HTTP/1.0\r\nhost: localhost\r\n\(further)\r\n", of: stage)
            #expect(answer.hasPrefix("HTTP/1.0 200 OK\r\n"), "\(answer.prefix(300))")
            #expect(!answer.lowercased().contains("transfer-encoding"))
            #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n" + expected))
        }
    }

    @Test("refuses what names two hosts, none, or another in its target")
    func hosts() async throws {
        try await ServerStage.with { stage async throws in
            for (head, status) in [
                ("GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example", 400),
                ("GET / HTTP/1.1\r\nhost: evil.example\r\nhost: localhost", 400),
                ("GET / HTTP/1.1\r\nhost: localhost\r\nhost: localhost", 400),
                ("GET / HTTP/1.1\r\nhost: localhost, localhost", 400), ("GET / HTTP/1.1", 421),
                ("GET / HTTP/1.1\r\nhost: me@localhost", 400), ("GET / HTTP/1.1\r\nhost: localhost:x", 400),
                ("GET http://evil.example/ HTTP/1.1\r\nhost: localhost", 421),
                ("GET HTTPS://evil.example HTTP/1.1\r\nhost: localhost", 421),
                ("GET http://me@localhost/ HTTP/1.1\r\nhost: localhost", 400),
                ("GET http://localhost/api/v1/reports HTTP/1.1\r\nhost: evil.example", 200),
                ("GET ftp://localhost/api/v1/reports HTTP/1.1\r\nhost: localhost", 400),
                ("GET localhost/api/v1/reports HTTP/1.1\r\nhost: localhost", 400),
                ("GET //evil.example/ HTTP/1.1\r\nhost: localhost", 404),
            ] {
                let answer = try await Self.answer(head + "\r\nconnection: close\r\n\r\n", of: stage)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(head): \(answer.prefix(200))")
            }
        }
    }
}

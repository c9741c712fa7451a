import Foundation
import Logging
import PacedHTTP
import ScriptedHTTP
import TestSupport
import Testing

@Suite("Token cache")
struct TokenCacheTests {
    private static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory.path)
    }

    private static func configuration(
        client: String = "client", secret: String = "hush", username: String? = "user",
        password: String? = "word", base: String = "https://api.example", scope: String? = nil
    ) throws -> HTTPConfiguration {
        var credentials = Credentials(
            clientID: client, clientSecret: secret, username: username, password: password)
        credentials.scope = scope
        return HTTPConfiguration(
            baseURL: try BaseURL(base, setting: "api.base_url"), tokenPath: "/oauth/v2/token",
            credentials: credentials, userAgent: "submirror/test")
    }

    private static let now = Duration.seconds(1_795_348_800)
    private static let token = AccessToken(
        value: "kept", expiresAt: now + .seconds(3600), lifetime: .seconds(3600))

    @Test("a token is kept in a file that only its owner can read")
    func isKept() async throws {
        try await Self.withDirectory { directory in
            let path = directory + "/token.json"
            let cache = TokenCache(path: path, configuration: try Self.configuration())
            try cache.save(Self.token)
            #expect(cache.load(at: Self.now) == Self.token)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["token.json"])
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for secret in ["hush", "word"] { #expect(!text.contains(secret)) }
        }
    }

    @Test("a run with a kept token sends no token request")
    func isUsed() async throws {
        try await Self.withDirectory { directory in
            let path = directory + "/token.json"
            let server = ScriptedServer(
                replies: [.page(rows: 0)], tokens: [.token("token-1"), .token("token-2")], date: nil)
            try await server.run { port in
                let configuration = try Self.configuration(base: "http://127.0.0.1:\(port)")
                for _ in 1...3 {
                    var context = PacedClient.Context(logger: .init(label: "test"))
                    context.tokenCachePath = path
                    let clock = RunClock(from: Date(), on: ContinuousClock())
                    try await PacedClient.with(configuration, InventedDialect(), context, clock: clock) {
                        _ = try await $0.perform(.parts(page: 0))
                    }
                }
            }
            #expect(server.tokenRequests.count == 1)
            #expect(
                server.dataRequests.map { $0.headers["authorization"] }
                    == Array(repeating: "Bearer token-1", count: 3))
        }
    }

    @Test("another client's, another API's, other secrets' and an unlikely token are not used")
    func isOursOnly() async throws {
        try await Self.withDirectory { directory in
            let path = directory + "/token.json"
            try TokenCache(path: path, configuration: try Self.configuration()).save(Self.token)
            let others = [
                try Self.configuration(client: "other"),
                try Self.configuration(base: "https://other.example"),
                try Self.configuration(secret: "other"), try Self.configuration(username: "other"),
                try Self.configuration(password: "other"),
                try Self.configuration(username: nil, password: nil),
                try Self.configuration(scope: "another"),
            ]
            for other in others {
                #expect(TokenCache(path: path, configuration: other).load(at: Self.now) == nil)
            }
            let ours = TokenCache(path: path, configuration: try Self.configuration())
            #expect(ours.load(at: Self.now - .seconds(60)) == nil, "the clock was set back")
            #expect(ours.load(at: Self.now + .seconds(60)) == Self.token)
        }
    }

    @Test("a file that others can read, a link and rubbish are as good as none")
    func isPrivate() async throws {
        try await Self.withDirectory { directory in
            let path = directory + "/token.json"
            let cache = TokenCache(path: path, configuration: try Self.configuration())
            #expect(cache.load(at: Self.now) == nil)
            for mode in [0o640, 0o604, 0o622] {
                try cache.save(Self.token)
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
                #expect(cache.load(at: Self.now) == nil)
            }
            try cache.save(Self.token)
            #expect(cache.load(at: Self.now) == Self.token, "saving again makes it private again")
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/link", withDestinationPath: path)
            let linked = TokenCache(path: directory + "/link", configuration: try Self.configuration())
            #expect(linked.load(at: Self.now) == nil)
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.truncate(atOffset: 10)
            try handle.close()
            #expect(cache.load(at: Self.now) == nil)
        }
    }

    @Test("a cache that cannot be written stops nothing")
    func isOptional() async throws {
        try await withInventedAPI(
            [.page(rows: 0)], { $0.context.tokenCachePath = "/nonexistent/token.json" }
        ) { client, _, _ in
            _ = try await client.perform(.parts(page: 0))
        }
    }
}

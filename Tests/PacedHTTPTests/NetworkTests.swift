import Foundation
import NIOSSL
import PacedHTTP
import ScriptedHTTP
import TestSupport
import Testing

/// The route of requests, and whom they trust.
@Suite("Network")
struct NetworkTests {
    private static let twelve = ScriptedReply.json(#"{"count":12}"#)

    @Test(
        "a proxy's address has scheme, host and port, and both or none of name and password",
        arguments: [
            ("http://proxy.example:3128", "proxy.example:3128"), ("http://[::1]:8080/", "[::1]:8080"),
            ("http://me:h%40ush@proxy.example:3128", "proxy.example:3128"), ("proxy.example:3128", nil),
            ("https://proxy.example:3128", nil), ("http://proxy.example", nil),
            ("http://proxy.example:65536", nil), ("http://proxy.example:0", nil),
            ("http://me@proxy.example:1", nil), ("http://proxy.example:1/path", nil), ("http://:1", nil),
            ("socks://proxy.example:1", nil), ("http://proxy.example:99999999999999999999", nil), ("", nil),
        ] as [(String, String?)])
    func readsProxies(text: String, shown: String?) {
        let proxy = ProxyAddress(text)
        #expect(proxy?.description == shown)
        var dumped = String(reflecting: proxy)
        dump([proxy], to: &dumped)
        #expect(!dumped.contains("ush"))
    }

    @Test("a company's own authority is trusted once it is named, straight and through a proxy")
    func trusts() async throws {
        try await TestAuthority.with { authority in
            let roots = try #require(try authority.roots)
            #expect(roots.count == 1)
            let context = try await authority.server(.good)
            let basic = "Basic " + Data("me:h@sh".utf8).base64EncodedString()
            for wanted in [nil, basic] {
                let proxy = ConnectProxy(authorization: wanted)
                try await proxy.run { port in
                    try await withInventedAPI(
                        [Self.twelve],
                        {
                            $0.tls = context
                            $0.configuration.trustRoots = roots
                            $0.configuration.proxy = ProxyAddress("http://me:h%40sh@127.0.0.1:\(port)")
                        }
                    ) { client, server, _ in
                        let reply = try await client.perform(.stock(of: "bolt"))
                        #expect(reply.body == Self.twelve.body)
                        #expect(server.requests.count == 2)
                    }
                    #expect(!proxy.requests.isEmpty)
                    #expect(proxy.requests.allSatisfy { $0.hasPrefix("CONNECT 127.0.0.1:") })
                }
            }
            try await withInventedAPI(
                [Self.twelve],
                {
                    $0.tls = context
                    $0.configuration.trustRoots = roots
                }
            ) { client, _, _ in
                let reply = try await client.perform(.stock(of: "bolt"))
                #expect(reply.body == Self.twelve.body)
            }
        }
    }

    @Test(
        "a sync goes through network.proxy and trusts network.ca_file, and without that file it sends nothing"
    )
    func syncs() async throws {
        try await TestAuthority.with { authority in
            let context = try await authority.server(.good)
            let (root, basic) = (try authority.pem, "Basic " + Data("me:h@sh".utf8).base64EncodedString())
            try await withTemporaryDirectory { directory in
                let file = directory.appendingPathComponent("root.pem")
                try Data(root).write(to: file)
                chmod(file.path, 0o644)
                for isKnown in [false, true] {
                    // An empty company: each list has no rows.
                    let server = ScriptedServer(
                        replies: Array(repeating: .json("[]"), count: 50),
                        tokens: Array(
                            repeating: .json(#"{"access_token":"made-up","expires_in":3600}"#), count: 9),
                        tls: context, date: { Date() })
                    let proxy = ConnectProxy(authorization: basic)
                    let result = try await server.run { port in
                        try await proxy.run { proxyPort in
                            var environment = [
                                "HOME": directory.path, "SUBMIRROR_API_BASE_URL": "https://127.0.0.1:\(port)",
                                "SUBMIRROR_OAUTH_CLIENT_ID": "client",
                                "SUBMIRROR_OAUTH_CLIENT_SECRET": "hush-hush",
                                "SUBMIRROR_NETWORK_PROXY": "http://me:h%40sh@127.0.0.1:\(proxyPort)",
                            ]
                            if isKnown { environment["SUBMIRROR_NETWORK_CA_FILE"] = file.path }
                            return try await BuiltBinary(environment: environment, in: directory)
                                .run("sync", "--quiet")
                        }
                    }
                    #expect(!proxy.requests.isEmpty)
                    #expect(proxy.requests.allSatisfy { $0.hasPrefix("CONNECT 127.0.0.1:") })
                    #expect(result.status == (isKnown ? 0 : 69), "\(result.errors)")
                    #expect(result.errors.contains("unknown issuer") == !isKnown, "\(result.errors)")
                    #expect(server.requests.isEmpty == !isKnown)
                }
            }
        }
    }

    @Test(
        "what is wrong with a certificate is named, and not tried again",
        arguments: [
            (leaf: .expired, isKnown: true, reason: "its certificate expired on 20"),
            (
                leaf: .otherHost, isKnown: true,
                reason: "its certificate is for another host than that of stock.base_url"
            ),
            (leaf: .good, isKnown: false, reason: "its certificate is from an unknown issuer"),
        ] as [(leaf: TestAuthority.Leaf, isKnown: Bool, reason: String)], [false, true])
    func namesFaults(
        _ expected: (leaf: TestAuthority.Leaf, isKnown: Bool, reason: String), isProxied: Bool
    ) async throws {
        try await TestAuthority.with { authority in
            let roots = try authority.roots
            let context = try await authority.server(expected.leaf)
            try await ConnectProxy().run { port in
                try await withInventedAPI(
                    [Self.twelve],
                    {
                        $0.tls = context
                        if expected.isKnown { $0.configuration.trustRoots = roots }
                        if isProxied { $0.configuration.proxy = ProxyAddress("http://127.0.0.1:\(port)") }
                    }
                ) { client, server, clock in
                    let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                    guard case .fault(.untrusted(let reason), .token, 1) = failure else {
                        Issue.record("\(String(describing: failure))")
                        return
                    }
                    #expect(reason.hasPrefix(expected.reason))
                    #expect(server.requests.isEmpty)
                    #expect(clock.sleeps.isEmpty)
                }
            }
        }
    }

    @Test("a server that offers TLS 1.1 at most gets nothing")
    func refusesOldTLS() async throws {
        try await TestAuthority.with { authority in
            let roots = try authority.roots
            let context = try await authority.server(.good, newest: .tlsv11)
            try await withInventedAPI(
                [Self.twelve],
                {
                    $0.tls = context
                    $0.configuration.trustRoots = roots
                }
            ) { client, server, _ in
                let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                #expect(
                    failure
                        == .fault(.untrusted("it offers no TLS 1.2 or newer"), purpose: .token, tries: 1))
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test("a proxy that wants another password is asked once, one that opens no tunnel again")
    func namesProxies() async throws {
        for (proxy, tries) in [
            (ConnectProxy(authorization: "Basic x"), 1), (ConnectProxy(refusal: "502 Bad Gateway"), 6),
        ] {
            try await proxy.run { port in
                try await withInventedAPI(
                    [],
                    {
                        $0.scheme = "https"
                        $0.configuration.proxy = ProxyAddress("http://me:hush@127.0.0.1:\(port)")
                    }
                ) { client, _, _ in
                    let failure = try await failure { _ = try await client.perform(.stock(of: "bolt")) }
                    guard case .fault(let fault, .token, tries) = failure else {
                        Issue.record("\(String(describing: failure))")
                        return
                    }
                    #expect(fault.description.contains("proxy"))
                    #expect(!fault.description.contains("hush"))
                    #expect(proxy.requests.count == tries)
                }
            }
        }
    }

    @Test("what goes to this machine in plain http passes no proxy")
    func passesNoProxy() async throws {
        let proxy = ConnectProxy()
        try await proxy.run { port in
            try await withInventedAPI(
                [Self.twelve], { $0.configuration.proxy = ProxyAddress("http://127.0.0.1:\(port)") }
            ) { client, _, _ in _ = try await client.perform(.stock(of: "bolt")) }
        }
        #expect(proxy.requests.isEmpty)
    }
}

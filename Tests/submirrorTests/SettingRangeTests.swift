import Foundation
import TestSupport
import Testing

/// An invalid setting is refused with a sentence, before any request, and never by a crash.
@Suite("The range of a setting")
struct SettingRangeTests {
    @Test(
        "a value out of range ends with 78 and names its key",
        arguments: [
            ("api.base_url", "https://127.0.0.1:65536"), ("api.base_url", "http://127.0.0.1:0"),
            ("api.base_url", "https://127.0.0.1:99999999999999999999"),
            ("api.base_url", "https://me@127.0.0.1"), ("api.base_url", "https://127.0.0.1/a b"),
            ("api.accounts_path", "@127.0.0.2/x"), ("api.accounts_path", "//127.0.0.2/x"),
            ("api.accounts_path", "accounts"), ("api.accounts_path", "/a/../../b"),
            ("api.accounts_path", "/a?b=c"), ("api.language", "no\u{1b}[31m"),
            ("api.language", "no&x=y"), ("api.language", "nb_NO"), ("api.language", "no,en"),
            ("api.language", "-"),
            ("api.access_types", "MOBILE,\u{7}"), ("api.access_types", "MOBILE&x=y"),
            ("api.access_types", "MOBILE MBB"), ("oauth.client_id", "a\nb"), ("oauth.username", "a\u{7}b"),
            ("network.proxy", "proxy.example"),
            ("network.proxy", "http://proxy.example:65536"),
            ("network.ca_file", "/nonexistent/ca.pem"), ("network.ca_file", "/dev/null"),
            ("network.ca_file", "/etc/hostname"), ("pace.per_second", "1e-300"), ("pace.per_second", "1e300"),
            ("pace.per_second", "nan"), ("pace.share", "1e-300"), ("pace.longest_wait", "1000000000d"),
            ("sync.lookback", "9999999999999999999s"), ("sync.concurrency", "257"),
            ("sync.refresh_interval", "36526d"), ("state.directory", "a\u{7}b"),
            ("publish.directory", "a\nb"),
            ("sync.numbers_file", ""), ("report.directory", "a\u{1b}b"), ("publish.keep", "1001"),
            ("report.language", "sv"), ("privacy.smallest_group", "0"), ("privacy.smallest_group", "1001"),
            ("privacy.open_cost_centres", "maybe"), ("retention.history", "92d"), ("retention.gone", "92d"),
            ("retention.history", "soon"), ("retention.gone", "-400d"),
            ("notify.heartbeat_url", "http://beat.example/x"),
            ("notify.heartbeat_url", "https://me@beat.example/x"),
            ("notify.heartbeat_url", "beat.example"), ("notify.webhook_url", "ftp://hook.example/x"),
            ("notify.webhook_url", "https://me:covert@hook.example/x"), ("notify.webhook_url", "https://"),
        ])
    func isRefused(key: String, value: String) async throws {
        try await withTemporaryDirectory { directory in
            let variable = "SUBMIRROR_" + key.uppercased().replacing(".", with: "_")
            var environment = [
                "SUBMIRROR_API_BASE_URL": "http://127.0.0.1:1", "SUBMIRROR_OAUTH_CLIENT_ID": "client",
                "SUBMIRROR_OAUTH_CLIENT_SECRET": "hush", "HOME": directory.path,
            ]
            environment[variable] = value
            let result = try await BuiltBinary(environment: environment, in: directory).run("sync")
            #expect(result.status == 78)
            #expect(result.errors.contains(key))
            #expect(!result.errors.contains("\u{1b}") && !result.errors.contains("\u{7}"))
        }
    }

    @Test(
        "a value of the server's out of range ends serve with 78 and names its key",
        arguments: [
            ("serve.address", "127.0.0.1"), ("serve.address", "127.0.0.1:65536"), ("serve.address", ":8091"),
            ("serve.address", "0.0.0.0:8091"), ("serve.address", "[::]:8091"), ("serve.address", "a\u{7}b:1"),
            ("serve.token", "short"), ("serve.token", "a token with a blank"),
            ("serve.token", String(repeating: "x", count: 513)), ("serve.token", "sixteen-letters-\u{1b}"),
            ("serve.hosts", "reports.example:8091"), ("serve.hosts", "a b"),
            ("serve.hosts", "-a"), ("serve.proxies", "proxy.example"), ("serve.proxies", "10.0.0.0/8"),
            ("serve.proxies", "10.0.0.7:80"), ("serve.query_timeout", "0s"), ("serve.query_timeout", "601s"),
            ("serve.query_timeout", "soon"), ("serve.connections", "0"), ("serve.connections", "65"),
            ("serve.connections", "many"), ("serve.requests", "0"), ("serve.requests", "4097"),
            ("serve.cache_megabytes", "-1"), ("serve.cache_megabytes", "4097"),
        ])
    func serverIsRefused(key: String, value: String) async throws {
        try await withTemporaryDirectory { directory in
            let variable = "SUBMIRROR_" + key.uppercased().replacing(".", with: "_")
            var environment = ["HOME": directory.path, "SUBMIRROR_SERVE_ADDRESS": "127.0.0.1:0"]
            environment[variable] = value
            let result = try await BuiltBinary(environment: environment, in: directory).run("serve")
            #expect(result.status == 78)
            #expect(result.errors.contains(key))
            #expect(!result.errors.contains("\u{1b}") && !result.errors.contains("\u{7}"))
            #expect(key != "serve.token" || !result.errors.contains(value))
        }
    }

    @Test(
        "a path in the config file that depends on where the program was started is refused",
        arguments: [
            ("state.directory", "state"), ("state.directory", "~/state"),
            ("publish.directory", "./published"),
            ("report.directory", "reports"), ("sync.numbers_file", "numbers.txt"),
            ("network.ca_file", "ca.pem"),
        ])
    func relative(key: String, value: String) async throws {
        try await withTemporaryDirectory { directory in
            let environment = [
                "SUBMIRROR_API_BASE_URL": "http://127.0.0.1:1", "SUBMIRROR_OAUTH_CLIENT_ID": "client",
                "SUBMIRROR_OAUTH_CLIENT_SECRET": "hush", "HOME": directory.path,
            ]
            let file = directory.appendingPathComponent("c.yaml")
            let parts = key.split(separator: ".")
            try Data("\(parts[0]):\n  \(parts[1]): \"\(value)\"\n".utf8).write(to: file)
            let result = try await BuiltBinary(environment: environment, in: directory)
                .run("sync", "--config", file.path)
            #expect(result.status == 78)
            #expect(result.errors.contains("\(key) \"\(value)\" in \(file.path):2 "), "\(result.errors)")
            #expect(result.errors.contains("must be the absolute path of "), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: directory.path + "/state"))
        }
    }

    @Test("--state-directory may be relative, and init writes it down as it was meant")
    func relativeOption() async throws {
        try await withTemporaryDirectory { directory in
            let program = BuiltBinary(environment: ["HOME": directory.path], in: directory)
            let status = try await program.run("status", "--state-directory", "state")
            #expect(status.status == 65, "\(status.errors)")
            let made = try await program.run("init", "--config", "c.yaml", "--state-directory", "state")
            #expect(made.status == 0, "\(made.errors)")
            let read = try await program.run("status", "--config", "c.yaml")
            #expect(read.status == 65, "\(read.errors)")
            #expect(read.errors.contains("/state/mirror.sqlite"), "\(read.errors)")
        }
    }

    @Test("a language with its region is one", arguments: ["no", "en", "nb-NO", "zh-Hant-TW"])
    func language(tag: String) async throws {
        try await withTemporaryDirectory { directory in
            let environment = ["SUBMIRROR_API_LANGUAGE": tag, "HOME": directory.path]
            let result = try await BuiltBinary(environment: environment, in: directory).run("status")
            #expect(result.status == 65, "\(result.errors)")
        }
    }

    @Test("a quota beyond all bounds is refused, too")
    func refusesQuota() async throws {
        try await withTemporaryDirectory { directory in
            let environment = [
                "SUBMIRROR_PACE_QUOTA": "9223372036854775807", "SUBMIRROR_PACE_QUOTA_WINDOW": "1s",
                "HOME": directory.path,
            ]
            let result = try await BuiltBinary(environment: environment, in: directory).run("status")
            #expect(result.status == 78)
            #expect(result.errors.contains("pace.quota"))
        }
    }

    @Test("a proxy's password is shown nowhere, and is no matter for a file that others can read")
    func hidesProxies() async throws {
        try await withTemporaryDirectory { directory in
            let config = directory.appendingPathComponent("config.yaml")
            let environment = [
                "SUBMIRROR_API_BASE_URL": "http://127.0.0.1:1", "SUBMIRROR_OAUTH_CLIENT_ID": "client",
                "SUBMIRROR_OAUTH_CLIENT_SECRET": "hush", "HOME": directory.path,
            ]
            let binary = BuiltBinary(environment: environment, in: directory)
            for (proxy, shown) in [
                ("http://me:covert@127.0.0.1:3128", nil), ("http://127.0.0.1:3128", "127.0.0.1:3128"),
            ] as [(String, String?)] {
                try Data("network:\n  proxy: \(proxy)\n".utf8).write(to: config)
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: config.path)
                let result = try await binary.run("doctor", "--config", config.path)
                #expect(!result.output.contains("covert") && !result.errors.contains("covert"))
                #expect(result.output.contains("holds secrets") == (shown == nil))
                if let shown { #expect(result.output.contains("network.proxy \(shown) from")) }
            }
        }
    }
}

import Foundation
import GRDB
import MirrorCore
import NIOCore
import NIOHTTP1
import Reports
import TestSupport
import Testing

@testable import MirrorServer

/// Programs' and browsers' requests to `submirror serve`.
@Suite("serve")
struct ServeTests {
    @Test("answers every path with the strict headers")
    func paths() async throws {
        try await ServerStage.with { stage async throws in
            for (target, type) in [
                ("/", "text/html; charset=utf-8"), ("/report", "text/html; charset=utf-8"),
                ("/report/subscriptions-by-type", "text/html; charset=utf-8"),
                ("/api/v1/reports", "application/json"), ("/api/v1/status", "application/json"),
                ("/api/v1/report/subscriptions-by-type", "application/json"),
                (
                    "/api/v1/report/subscriptions-by-type?format=csv",
                    "text/csv; charset=utf-8; header=present"
                ),
                ("/api/v1/relation/subscription", "application/jsonl; charset=utf-8"),
                ("/api/v1/openapi.json", "application/json"), ("/healthz", "application/json"),
                ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
            ] {
                let reply = try await stage.get(target)
                #expect(reply.status == 200, "\(target) \(reply.body)")
                #expect(reply.headers.first(name: "content-type") == type, "\(target)")
                #expect(reply.headers.first(name: "x-content-type-options") == "nosniff")
                #expect(reply.headers.first(name: "referrer-policy") == "no-referrer")
                #expect(reply.headers.first(name: "x-frame-options") == "DENY")
                let policy = reply.headers.first(name: "content-security-policy") ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                // The page's search is its only script.
                #expect(policy.contains("script-src") == (target == "/"), "\(target) \(policy)")
                #expect(!reply.body.isEmpty)
                let head = try await stage.get(target, method: .HEAD)
                // A streamed answer has no known length, and its last chunk must not
                // be taken for the next answer.
                #expect(
                    (head.headers.first(name: "connection") == "close") == target.contains("/relation/"))
                #expect(head.status == 200 && head.body.isEmpty, "\(target)")
            }
            let metrics = try await stage.get(
                "/metrics", ["accept": "application/openmetrics-text; version=1.0.0"])
            #expect(metrics.body.hasSuffix("# EOF\n"))
        }
    }

    @Test("answers what the commands write")
    func same() async throws {
        try await ServerStage.with { stage async throws in
            let types = try await stage.get("/api/v1/report/subscriptions-by-type?as_of=2026-11-21")
            #expect(types.object?["report"] as? String == "subscriptions-by-type")
            #expect((types.object?["rows"] as? [Any])?.isEmpty == false)
            let all = try await stage.get("/api/v1/relation/subscription?format=csv").body
            #expect(all.split(separator: "\n").count == 6)
            var pages = ""
            var target: String? = "/api/v1/relation/subscription?format=csv&limit=2"
            while let next = target {
                let page = try await stage.get(next)
                #expect(page.status == 200)
                let rows = page.body.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
                pages += rows.joined(separator: "\n")
                let link = page.headers.first(name: "link")?.firstMatch(of: /<(.*)>; rel="next"/)
                target = rows.count > 1 ? link.map { String($0.output.1) } : nil
            }
            #expect(pages == all.split(separator: "\n", maxSplits: 1)[1])
        }
    }

    @Test("answers 304 while the mirror does not change, and what is new once it does")
    func unchanged() async throws {
        try await ServerStage.with { stage async throws in
            for target in [
                "/api/v1/report/subscriptions-by-type", "/api/v1/relation/anomaly", "/", "/api/v1/reports",
            ] {
                let first = try await stage.get(target)
                #expect(!first.tag.isEmpty)
                for given in [first.tag, "W/\(first.tag)", "\"other\", \(first.tag)", "*"] {
                    let again = try await stage.get(target, ["if-none-match": given])
                    #expect(again.status == 304 && again.body.isEmpty, "\(target) \(given)")
                    #expect(again.tag == first.tag)
                }
                #expect(try await stage.get(target, ["if-none-match": "\"other\""]).status == 200)
            }
            let before = try await stage.get("/api/v1/relation/anomaly?limit=1")
            let types = try await stage.get("/api/v1/report/subscriptions-by-type")
            try stage.mirror.write { db in
                try db.execute(
                    sql: """
                        UPDATE subscription_type SET name = 'Bedrift Ny' WHERE id = 10;
                        UPDATE _log SET commits = commits + 1;
                        """)
            }
            let after = try await stage.get(
                "/api/v1/report/subscriptions-by-type", ["if-none-match": types.tag])
            #expect(after.status == 200 && after.body.contains("Bedrift Ny"))
            // A page of the mirror's previous state.
            let link = try #require(before.headers.first(name: "link")?.firstMatch(of: /<(.*)>/))
            #expect(try await stage.get(String(link.output.1)).status == 412)
        }
    }

    @Test(
        "refuses what is not asked for rightly, and says why",
        arguments: [
            ("/api/v1/report/no-such-report", 404), ("/api/v1/relation/sqlite_schema", 404),
            ("/api/v1/relation/_subscription", 404), ("/nothing", 404), ("/api/v1/report/", 404),
            ("/api/v1/relation/subscription?sql=SELECT%201", 400),
            ("/api/v1/relation/subscription?limit=0", 400), ("/api/v1/relation/subscription?limit=-1", 400),
            ("/api/v1/relation/subscription?limit=1;DROP%20TABLE%20anomaly", 400),
            ("/api/v1/relation/subscription?offset=99999999999999999999", 400),
            ("/api/v1/relation/subscription?format=xlsx", 400),
            ("/api/v1/relation/anomaly?as_of=2026-11-21", 400),
            ("/api/v1/report/changes?since=yesterday%27--", 400), ("/api/v1/report/changes?nothing=1", 400),
            ("/api/v1/report/changes?since=-7d&since=-8d", 400), ("/api/v1/report/bridge?by=nothing", 400),
            ("/api/v1/report/subscriptions-by-type?as_of=2999-01-01", 400),
            ("/api/v1/report/subscriptions-by-type?as_of=%00", 400), ("/api/v1/status?x=1", 400),
            ("/api/v1/report/subscriptions-by-type?format=table", 400), ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ])
    func refused(target: String, status: Int) async throws {
        try await ServerStage.with { stage async throws in
            let reply = try await stage.get(target)
            #expect(reply.status == status, "\(reply.body)")
            #expect(reply.headers.first(name: "content-type") == "application/problem+json")
            #expect(reply.object?["status"] as? Int == status)
            let detail = try #require(reply.object?["detail"] as? String)
            // A client knows neither options nor files.
            #expect(
                !detail.isEmpty && !detail.contains(/--[a-z]/) && !detail.contains(stage.mirror.path),
                "\(detail)")
            #expect(reply.headers.first(name: "cache-control") == "no-store")
            #expect(
                !stage.running.errorsSoFar.contains("passwd") && !stage.running.errorsSoFar.contains("DROP"))
        }
    }

    @Test("answers GET and HEAD only, and under its own names only")
    func methodsAndHosts() async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_SERVE_HOSTS": "reports.example"]) {
            stage async throws in
            let post = try await stage.get("/api/v1/reports", method: .POST)
            #expect(post.status == 405 && post.headers.first(name: "allow") == "GET, HEAD")
            #expect(try await stage.get("/", ["host": "evil.example"]).status == 421)
            #expect(try await stage.get("/", ["host": "reports.example:8091"]).status == 200)
            #expect(try await stage.get("/healthz", ["host": "evil.example"]).status == 200)
        }
    }

    @Test("asks for its token everywhere but at /healthz, and shows it nowhere")
    func token() async throws {
        let token = "made-up-token-0123"
        try await ServerStage.with(
            environment: ["SUBMIRROR_SERVE_TOKEN": token, "SUBMIRROR_LOG_LEVEL": "debug"]
        ) { stage async throws in
            for target in ["/", "/api/v1/reports", "/metrics", "/api/v1/openapi.json", "/nothing"] {
                let reply = try await stage.get(target)
                #expect(reply.status == 401, "\(target)")
                #expect(reply.headers.first(name: "www-authenticate")?.hasPrefix("Bearer") == true)
            }
            #expect(try await stage.get("/healthz").status == 200)
            #expect(try await stage.get("/", ["authorization": "Bearer \(token)"]).status == 200)
            #expect(try await stage.get("/", ["authorization": "Bearer \(token)x"]).status == 401)
            #expect(!stage.running.errorsSoFar.contains(token))
        }
    }

    @Test(
        "is not reached from elsewhere without a token or a proxy that is named",
        arguments: [
            ([:], 78), (["SUBMIRROR_SERVE_TOKEN": "short"], 78), (["SUBMIRROR_SERVE_PROXIES": "proxy"], 78),
        ]
            as [([String: String], Int32)])
    func reach(environment: [String: String], status: Int32) async throws {
        try await withTemporaryDirectory { directory in
            let usual = ["HOME": directory.path, "SUBMIRROR_SERVE_ADDRESS": "0.0.0.0:0"]
            let result = try await BuiltBinary(
                environment: usual.merging(environment) { $1 }, in: directory
            ).run("serve")
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains("serve."))
        }
    }

    @Test("stops a question that takes too long, and says so with 503")
    func tooLong() async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_SERVE_QUERY_TIMEOUT": "1s"]) {
            stage async throws in
            let reply = try await stage.get("/api/v1/report/endless")
            #expect(reply.status == 503)
            #expect(reply.headers.first(name: "retry-after") == "60")
            #expect(
                (reply.object?["detail"] as? String)?.contains("took longer than 1.0 seconds") == true,
                "\(reply.body)")
            #expect(try await stage.get("/api/v1/report/subscriptions-by-type").status == 200)
        }
    }

    @Test("turns away what is too much at one time, and stops the question of a client that goes away")
    func overflowAndGone() async throws {
        try await ServerStage.with(
            environment: [
                "SUBMIRROR_SERVE_QUERY_TIMEOUT": "10m", "SUBMIRROR_SERVE_REQUESTS": "1",
                "SUBMIRROR_SERVE_CONNECTIONS": "1",
            ]
        ) { stage async throws in
            func askForEver() throws -> RawConnection {
                let client = try RawConnection(port: stage.port)
                try client.send("GET /api/v1/report/endless HTTP/1.1\r\nhost: localhost\r\n\r\n")
                return client
            }
            var client = try askForEver()
            var refused: ServerStage.Reply?
            try await Patience.wait(while: { !stage.running.isOver }) {
                let reply = try await stage.get("/healthz")
                if reply.status == 503 {
                    refused = reply
                    return true
                }
                // It may have arrived while this question held the only place, and been refused.
                client.close()
                client = try askForEver()
                return false
            }
            #expect(refused?.headers.first(name: "retry-after") == "1")
            client.close()
            // The only connection to the mirror becomes free only if the question was stopped.
            try await Patience.wait(while: { !stage.running.isOver }) {
                try await stage.get("/api/v1/report/subscriptions-by-type").status == 200
            }
        }
    }

    @Test("streams a large relation with flat memory")
    func flat() async throws {
        let sql = """
            INSERT INTO anomaly
            SELECT printf('$.%064d', value), 'unknown_key', 1, '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z',
                printf('%0400d', value)
            FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 120000)
                SELECT value FROM n)
            """
        try await ServerStage.with(sql) { stage async throws in
            #expect(try await stage.get("/api/v1/relation/anomaly?limit=10").status == 200)
            let before = try stage.mostMemory
            let reply = try await stage.get("/api/v1/relation/anomaly")
            #expect(reply.status == 200)
            #expect(reply.body.utf8.count > 60 << 20)
            #expect(reply.body.utf8.count { $0 == UInt8(ascii: "\n") } == 120_000)
            let grown = try stage.mostMemory - before
            #expect(grown < 40 << 20, "\(grown)")
        }
    }

    @Test("runs no statement of a report file that a query may not run, and stays")
    func hostileStatements() async throws {
        let files = HostileSQL.all.enumerated().map { index, sql in
            ("hostile-\(index)", "-- title: Hostile\n-- description: What it must not.\n" + sql)
        }
        try await ServerStage.with(reports: Dictionary(files, uniquingKeysWith: { $1 })) {
            stage async throws in
            let before = try Data(contentsOf: URL(fileURLWithPath: stage.mirror.path))
            for (name, text) in files {
                for target in ["/api/v1/report/\(name)", "/report/\(name)"] {
                    let reply = try await stage.get(target)
                    #expect((400..<600).contains(reply.status), "\(target) \(reply.status): \(text)")
                    #expect(reply.object?["rows"] == nil)
                }
            }
            #expect(try await stage.get("/api/v1/reports").status == 200)
            #expect(try await stage.get("/api/v1/report/subscriptions-by-type").status == 200)
            #expect(try Data(contentsOf: URL(fileURLWithPath: stage.mirror.path)) == before)
        }
    }

    @Test("shows hostile texts as texts")
    func hostile() async throws {
        try await ServerStage.with { stage async throws in
            for target in [
                "/report", "/report/hostile", "/report/hostile?word=%22%3E%3Csvg%20onload%3Dalert(1)%3E",
                "/report/hostile?word=%E2%80%AE%3C%2Fscript%3E",
            ] {
                let page = try await stage.get(target).body
                #expect(
                    !page.contains("<script") && !page.contains("<svg") && !page.contains("<img"), "\(target)"
                )
                #expect(!page.contains("<b>"))
                // Nothing turns the direction of what follows it.
                #expect(!page.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
            }
            let turned = try await stage.get("/report/hostile?word=a%E2%80%AEb").body
            #expect(turned.contains("<td dir=\"auto\">a\\x202eb</td>"), "\(turned)")
        }
    }

    @Test(
        "speaks the language of the settings on its pages, offers choices as such, and leads back to the list",
        arguments: [("en", "All reports", "Show"), ("nb", "Alle rapporter", "Vis")])
    func pages(language: String, back: String, button: String) async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_REPORT_LANGUAGE": language]) {
            stage async throws in
            let page = try await stage.get("/report/bridge?by=type").body
            #expect(page.contains("<html lang=\"\(language)\">"))
            #expect(
                page.contains("<a href=\"/report\">\(back)</a>")
                    && page.contains("<button>\(button)</button>"))
            #expect(
                page.contains("<select name=\"by\"")
                    && page.contains("<option value=\"type\" selected>type</option>"))
            let missing = try await stage.get("/report/missing-references").body
            #expect(missing.contains("<select name=\"reference\""))
            let list = try await stage.get("/report").body
            #expect(list.contains("<html lang=\"\(language)\">"))
            #expect(list.contains(language == "en" ? "<h1>Reports</h1>" : "<h1>Rapporter</h1>"))
            // The reports' own words too: title, description, parameters, headings and coverage.
            let words =
                language == "en"
                ? ["Head-count bridge", "How the head count", "The grouping:", "Opening", "complete as of"]
                : ["Bro for antallet", "Hvordan antallet", "Grupperingen:", "Åpning", "fullstendig per"]
            for word in words { #expect(page.contains(word), "\(word)") }
            #expect(!page.contains("lang=\"en\"") || language == "en")
            #expect(list.contains(words[0]))
        }
    }

    @Test("lets nobody's number leave at a level that withholds them")
    func privacy() async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_PRIVACY_EXPORT": "minimal"]) {
            stage async throws in
            #expect(try await stage.get("/api/v1/report/subscriptions-by-type").status == 200)
            for name in ["changes", "users-without-name", "subscriptions-by-cost-centre", "hostile"] {
                #expect(try await stage.get("/api/v1/report/\(name)").status == 403, "\(name)")
                #expect(try await stage.get("/report/\(name)").status == 403, "\(name)")
            }
            var all = ""
            for target in [
                "/api/v1/relation/subscription", "/api/v1/relation/party",
                "/api/v1/relation/subscription_flat",
                "/api/v1/relation/change", "/api/v1/status", "/metrics", "/", "/api/v1/reports",
            ] {
                let reply = try await stage.get(target)
                #expect(reply.status == 200, "\(target) \(reply.body)")
                all += reply.body
            }
            for secret in ["4790000001", "4790000007", "Øvrebø", "KS 200", "1970-01-01"] {
                #expect(!all.contains(secret), "\(secret)")
            }
        }
    }

    @Test(
        "keeps to the level of each format: json's is that of jsonl, a page's that of html",
        arguments: [
            ("full,csv=minimal", ["json", "html"]), ("minimal,csv=full", ["csv"]),
            ("full,jsonl=minimal", ["csv", "html"]),
            ("minimal,html=full", ["html"]), ("full,html=pseudonymous", ["json", "csv"]),
        ])
    func privacyByFormat(rules: String, open: [String]) async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_PRIVACY_EXPORT": rules]) { stage async throws in
            let name = "users-without-name"
            let document = try #require(try await stage.get("/api/v1/openapi.json").object)
            let paths = try #require(document["paths"] as? [String: Any])
            for (format, target) in [
                ("json", "/api/v1/report/\(name)"), ("json", "/api/v1/report/\(name)?format=json"),
                ("csv", "/api/v1/report/\(name)?format=csv"), ("html", "/report/\(name)"),
            ] {
                let status = try await stage.get(target).status
                #expect(status == (open.contains(format) ? 200 : 403), "\(target)")
            }
            #expect((paths["/report/\(name)"] != nil) == open.contains("html"))
            #expect((paths["/api/v1/report/\(name)"] != nil) == (open != ["html"]))
            #expect(
                try await stage.get("/report").body.contains("/report/\(name)\"") == open.contains("html"))
            if open.contains("html") {
                let page = try await stage.get("/report/\(name)").body
                #expect(page.contains("format=json") == open.contains("json"))
                #expect(page.contains("format=csv") == open.contains("csv"))
            }
        }
    }

    @Test("describes itself: a path for every report and relation, with their parameters")
    func description() async throws {
        try await ServerStage.with { stage async throws in
            let document = try #require(try await stage.get("/api/v1/openapi.json").object)
            #expect(document["openapi"] as? String == "3.1.0")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            for report in try Report.all {
                let get = try #require(paths["/api/v1/report/\(report.name)"]?["get"] as? [String: Any])
                let names = ((get["parameters"] as? [[String: Any]]) ?? []).compactMap {
                    $0["name"] as? String
                }
                #expect(Set(names) == Set(report.parameters.map(\.name) + ["as_of", "format"]))
            }
            #expect(paths["/api/v1/relation/subscription_flat"] != nil)
        }
    }

    /// Hands over a socket that listens at `address`, as systemd does.
    private static func activated(
        _ family: String, _ address: String, _ environment: [String: String] = [:], in directory: URL
    ) -> BuiltBinary {
        let script = """
            import os, socket, sys
            listener = socket.socket(socket.\(family)); listener.bind(\(address)); listener.listen(16)
            os.dup2(listener.fileno(), 3); os.set_inheritable(3, True)
            os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
            os.execv(sys.argv[1], sys.argv[1:])
            """
        let usual = ["HOME": directory.path, "SUBMIRROR_STATE_DIRECTORY": directory.path]
        return BuiltBinary(
            environment: usual.merging(environment) { $1 }, in: directory,
            startedBy: ["/usr/bin/python3", "-c", script])
    }

    @Test(
        "judges a socket that was handed over by its own address, as nothing else says who reaches it",
        arguments: [
            ("AF_INET", "('0.0.0.0', 0)"), ("AF_INET6", "('::', 0)"), ("AF_INET6", "('::ffff:0.0.0.0', 0)"),
        ])
    func openSocket(family: String, address: String) async throws {
        try await withTemporaryDirectory { directory in
            let result = try await Self.activated(family, address, in: directory).run("serve")
            #expect(result.status == 78 && result.errors.contains("serve.token"), "\(result.errors)")
        }
    }

    @Test(
        "serves at a socket of others where a token is set, and at this machine's own",
        arguments: [
            ("AF_INET", "('0.0.0.0', 0)", ["SUBMIRROR_SERVE_TOKEN": "made-up-token-0123"]),
            ("AF_INET", "('0.0.0.0', 0)", ["SUBMIRROR_SERVE_PROXIES": "127.0.0.1"]),
            ("AF_INET6", "('::1', 0)", [:]), ("AF_INET6", "('::ffff:127.0.0.1', 0)", [:]),
            ("AF_UNIX", "'socket'", [:]),
            // The address that the socket replaces does not matter.
            ("AF_INET", "('127.0.0.1', 0)", ["SUBMIRROR_SERVE_ADDRESS": "0.0.0.0:8091"]),
        ] as [(String, String, [String: String])])
    func protectedSocket(family: String, address: String, environment: [String: String]) async throws {
        let mirror = try ExampleMirror(filledBy: ExampleRows.sql)
        defer { mirror.remove() }
        let running = try Self.activated(family, address, environment, in: mirror.directory).start(["serve"])
        try await Patience.wait(running.errorsSoFar, while: { !running.isOver }) {
            ServerStage.port(in: running.errorsSoFar) != nil
        }
        running.signal(SIGTERM)
        #expect(try await running.end().status == 0)
    }

    @Test("serves at a socket that was handed over")
    func socketActivation() async throws {
        let mirror = try ExampleMirror(filledBy: ExampleRows.sql)
        defer { mirror.remove() }
        let running = try Self.activated("AF_INET", "('127.0.0.1', 0)", in: mirror.directory).start(["serve"])
        try await Patience.wait(running.errorsSoFar, while: { !running.isOver }) {
            ServerStage.port(in: running.errorsSoFar) != nil
        }
        let port = try #require(ServerStage.port(in: running.errorsSoFar))
        let client = try RawConnection(port: port)
        try client.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        #expect(await client.rest().hasPrefix("HTTP/1.1 200 OK"))
        running.signal(SIGTERM)
        #expect(try await running.end().status == 0)
    }

    @Test("ends within seconds at SIGTERM, though a client holds its connection and a question is under way")
    func stops() async throws {
        try await ServerStage.with(environment: ["SUBMIRROR_SERVE_QUERY_TIMEOUT": "10m"]) {
            stage async throws in
            let idle = try RawConnection(port: stage.port)
            try idle.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
            #expect(await idle.rest(until: "ok").hasPrefix("HTTP/1.1 200 OK"))
            let busy = try RawConnection(port: stage.port)
            try busy.send("GET /api/v1/report/endless HTTP/1.1\r\nhost: localhost\r\n\r\n")
            stage.running.signal(SIGTERM)
            // The stage waits for the end.
            try await Patience.wait { stage.running.isOver }
        }
    }
}

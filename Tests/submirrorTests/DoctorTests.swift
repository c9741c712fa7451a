import Foundation
import Sandbox
import TestSupport
import Testing

/// `submirror doctor` called by a person, with each check failing once.
@Suite("doctor")
struct DoctorTests {
    private typealias Stage = CommandStage

    /// The output of `doctor --json`.
    private struct Report: Decodable {
        struct Check: Decodable, Equatable {
            let check: String
            let level: String
            let message: String
            let exit_code: Int
        }
        let checks: [Check]
        let requests: Int
        let exit_code: Int

        /// The findings of a check, as level and exit code.
        func levels(_ name: String) -> [String] {
            checks.filter { $0.check == name }.map { "\($0.level) \($0.exit_code)" }
        }

        /// All messages of a check.
        func text(_ name: String) -> String {
            checks.filter { $0.check == name }.map(\.message).joined(separator: "\n")
        }
    }

    private func examine(_ stage: Stage, _ arguments: String...) async throws -> Report {
        let result = try await stage.program.run(["doctor", "--json"] + arguments)
        #expect(result.errors.isEmpty)
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        #expect(Int(result.status) == report.exit_code)
        return report
    }

    private func setMode(_ mode: Int, _ url: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    }

    @Test("finds nothing on a healthy mirror, asks each product once, writes nothing and shows no secret")
    func healthy() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let before = try contents(stage.state)
            stage.sandbox.resetStatistics()
            let report = try await examine(stage)
            #expect(report.exit_code == 0)
            #expect(report.requests == 5)
            #expect(stage.sandbox.statistics.total == 5)
            #expect(
                report.checks.map(\.check) == [
                    "settings", "config_file", "state_directory", "mirror_file", "token_cache", "file_system",
                    "disk", "sqlite", "mirror", "origin", "integrity", "references", "last_run",
                    "last_complete_run",
                    "lists", "quarantine", "parked", "credentials", "clock", "search", "detail", "catalogue",
                    "accounts",
                    "orderable_add_ons",
                ])
            let others = report.checks.filter { $0.level != "ok" }.map(\.check)
            #expect(Set(others).isSubset(of: ["sqlite", "file_system", "disk", "orderable_add_ons"]))
            #expect(report.text("integrity") == "integrity_check found no fault")
            #expect(try contents(stage.state) == before)

            let text = try await stage.program.run("doctor", "--quick")
            #expect(text.status == 0)
            #expect(text.output.contains("quick_check found no fault"))
            #expect(text.output.hasSuffix("\n5 requests were sent\n"))
            let options = SandboxOptions()
            for secret in [options.clientID, options.clientSecret, options.username, options.password] {
                #expect(!text.output.contains(secret))
                #expect(!report.checks.contains { $0.message.contains(secret) })
            }
        }
    }

    /// The files of a folder, except those that SQLite creates beside a file that is being read.
    private func contents(_ folder: URL) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where !name.hasSuffix("-shm") {
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            if !name.hasSuffix("-wal") || !data.isEmpty { contents[name] = data }
        }
        return contents
    }

    @Test("works without a mirror and without credentials, and says what it could not look at")
    func nothingThere() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            for name in ["CLIENT_ID", "CLIENT_SECRET", "USERNAME", "PASSWORD"] {
                stage.environment["SUBMIRROR_OAUTH_" + name] = nil
            }
            let report = try await examine(stage)
            #expect(report.exit_code == 78)
            #expect(report.requests == 0)
            #expect(report.levels("settings") == ["failed 78", "failed 78"])
            #expect(report.text("settings").contains("oauth.client_id is not set"))
            #expect(report.text("settings").contains("oauth.client_secret is not set"))
            #expect(report.levels("mirror") == ["warning 0"])
            #expect(report.text("mirror").contains("run submirror sync"))
            for check in ["credentials", "clock", "search", "detail", "catalogue", "accounts"] {
                #expect(report.levels(check) == ["skipped 0"])
            }
            #expect(!FileManager.default.fileExists(atPath: stage.state.path))
        }
    }

    @Test("tells all problems of the settings, not only the first")
    func settings() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let text = """
                sync:
                  lookbak: 5m
                  concurrency: 1000
                  numbers_file: /nowhere.txt
                pace:
                  quota: 5
                log:
                  level: loud
                nonsense: 1
                """
            try text.write(
                to: stage.directory.appendingPathComponent("c.yaml"), atomically: true, encoding: .utf8)
            stage.environment["SUBMIRROR_STORE_ROW"] = "true"
            stage.environment["SUBMIRROR_API_BASE_URL"] = "http://example.com"
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = nil
            let report = try await examine(stage, "--config", "c.yaml")
            #expect(report.exit_code == 78)
            let said = report.text("settings")
            for problem in [
                "sync.lookbak in c.yaml:2; did you mean sync.lookback?", "sync.concurrency \"1000\"",
                "belong together", "log.level \"loud\"", "unknown setting nonsense in c.yaml:9",
                "did you mean SUBMIRROR_STORE_RAW?", "oauth.password is not set",
            ] {
                #expect(said.contains(problem), "\(said)")
            }
            #expect(report.levels("numbers_file") == ["failed 78"])

            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "made-up"
            #expect(
                try await examine(stage).text("settings").contains("api.base_url in SUBMIRROR_API_BASE_URL"))
        }
    }

    @Test(
        "judges the config file",
        arguments: [
            (text: "oauth:\n  client_secret: made-up\n", mode: 0o644, level: "failed 78", says: "chmod 600"),
            (text: "log:\n  level: info\n", mode: 0o666, level: "failed 78", says: "changed by others"),
            (text: "log:\n  level: info\n", mode: 0o644, level: "ok 0", says: "mode 644"),
            (text: "a: [1\n", mode: 0o600, level: "failed 78", says: "is not YAML"),
            (
                text: "log:\n  level: info\nlog:\n  format: json\n", mode: 0o600, level: "failed 78",
                says: "twice"
            ),
        ])
    func configFile(text: String, mode: Int, level: String, says: String) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("c.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            try setMode(mode, file)
            let report = try await examine(stage, "--config", "c.yaml")
            #expect(report.levels("config_file") == [level])
            #expect(report.text("config_file").contains(says))
            // Another file might contain another address.
            let isRefused = level != "ok 0"
            #expect(report.levels("credentials") == [isRefused ? "skipped 0" : "ok 0"])
            #expect((stage.sandbox.statistics.total == 0) == isRefused)
            #expect(!report.checks.contains { $0.message.contains("made-up") })
        }
    }

    @Test(
        "sends no credentials where a setting that cannot be read may name another address; else it asks",
        arguments: [
            ("api:\n  base_ulr: http://127.0.0.1:1\n", 0), ("api:\n  base_url:\n    host: a\n", 0),
            ("apis:\n  base_url: http://127.0.0.1:1\n", 0), ("log:\n  level: loud\n", 5),
        ])
    func misspelt(text: String, requests: Int) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            try stage.sandbox.change(.reference)
            let file = stage.directory.appendingPathComponent("c.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            let report = try await examine(stage, "--config", "c.yaml")
            #expect(report.levels("settings") == ["failed 78"])
            #expect(report.requests == requests)
            #expect(stage.sandbox.statistics.total == requests)
        }
    }

    @Test(
        "judges each file of the state directory as a run would, in one line each",
        arguments: [
            ("lock", "lock", "failed"), ("mirror.sqlite", "mirror_file", "failed"),
            ("mirror.sqlite-journal", "mirror_file", "failed"),
            ("mirror.sqlite-wal", "mirror_file", "failed"),
            ("mirror.sqlite-shm", "mirror_file", "failed"),
            ("token.json", "token_cache", "warning"), ("pseudonym.key", "pseudonym_key", "failed"),
        ])
    func stateFiles(name: String, check: String, level: String) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = stage.directory.path + "/published"
            stage.environment["SUBMIRROR_PRIVACY_EXPORT"] = "pseudonymous"
            try await stage.expectRecovery()
            let files = FileManager.default
            let file = stage.state.appendingPathComponent(name).path
            let kept = stage.directory.appendingPathComponent("kept").path
            let isThere = files.fileExists(atPath: file)
            if isThere {
                try files.moveItem(atPath: file, toPath: kept)
            } else {
                try Data().write(to: URL(fileURLWithPath: kept))
            }
            for kind in ["link", "pipe", "hard link", "owner"] where kind != "owner" || geteuid() == 0 {
                switch kind {
                case "link": symlink(kept, file)
                case "pipe": mkfifo(file, 0o600)
                case "hard link": link(kept, file)
                default:
                    try files.copyItem(atPath: kept, toPath: file)
                    try files.setAttributes([.ownerAccountID: 1], ofItemAtPath: file)
                }
                let doctor = try await stage.program.run("doctor", "--json", "--quick")
                let report = try JSONDecoder().decode(Report.self, from: Data(doctor.output.utf8))
                let code = level == "warning" ? 0 : kind == "owner" ? 78 : 74
                #expect(report.levels(check) == ["\(level) \(code)"], "\(kind): \(report.checks)")
                #expect(report.text(check).hasPrefix(file + " "), "\(report.text(check))")
                // With the same message as a run, or a run that publishes.
                if level == "failed", name != "pseudonym.key" {
                    let (status, sentence) = try await stage.sync()
                    #expect(Int(status) == code)
                    #expect(sentence == "submirror: " + report.text(check))
                }
                try files.removeItem(atPath: file)
            }
            if isThere { try files.moveItem(atPath: kept, toPath: file) }
            let healed = try await stage.program.run("doctor", "--quick")
            #expect(healed.status == 0, "\(healed.output)")
        }
    }

    @Test("judges who may read and write the state directory and what is in it")
    func modes() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            try setMode(0o755, stage.state)
            try setMode(0o644, stage.state.appendingPathComponent("mirror.sqlite"))
            try setMode(0o640, stage.state.appendingPathComponent("token.json"))
            let open = try await examine(stage)
            #expect(open.exit_code == 0)
            #expect(open.levels("state_directory") == ["warning 0"])
            #expect(open.text("state_directory").contains("chmod 750"))
            #expect(open.levels("mirror_file") == ["warning 0"])
            #expect(open.text("mirror_file").contains("chmod 640"))
            #expect(open.levels("token_cache") == ["warning 0"])

            stage.environment["SUBMIRROR_STATE_DIRECTORY"] = stage.state.path + "/token.json"
            #expect(try await examine(stage).levels("state_directory") == ["failed 74"])
            stage.environment["SUBMIRROR_STATE_DIRECTORY"] = stage.state.path + "/token.json/deeper"
            let unmade = try await examine(stage)
            #expect(unmade.levels("state_directory") == ["failed 74"])
            #expect(unmade.text("state_directory").contains("cannot create it"))
        }
    }

    @Test("warns of a state directory in memory", .enabled(if: Self.hasMemoryFolder))
    func memory() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let report = try await examine(stage, "--state-directory", "/dev/shm/no-such-folder")
            #expect(report.levels("file_system") == ["warning 0"])
            #expect(report.text("file_system").contains("lost at the next restart"))
        }
    }

    private static let hasMemoryFolder: Bool = {
        let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
        return mounts.contains(" /dev/shm tmpfs ")
    }()

    @Test(
        "judges the mirror",
        arguments: [
            ("PRAGMA user_version = 99", "mirror", "failed 65", "newer"),
            (
                "CREATE TRIGGER t AFTER INSERT ON sync_run BEGIN SELECT 1; END", "mirror", "failed 65",
                "the trigger t, which is not submirror's"
            ),
            ("PRAGMA user_version = 0", "mirror", "warning 0", "run `submirror sync`"),
            ("PRAGMA application_id = 7", "mirror", "failed 65", "but not a mirror"),
            ("DELETE FROM _number", "references", "failed 65", "in add_on"),
            ("UPDATE sync_run SET outcome = NULL", "last_run", "warning 0", "has not ended"),
            (
                "UPDATE sync_run SET outcome = 'failed', error = 'why'", "last_run", "warning 0",
                "failed (why)"
            ),
            ("DELETE FROM coverage; DELETE FROM sync_run", "last_run", "warning 0", "no run yet"),
            (
                "UPDATE sync_run SET outcome = 'partial'", "last_complete_run", "warning 0",
                "no complete run yet"
            ),
            (
                "UPDATE sync_run SET finished_at = '2026-01-01T00:00:00Z'", "last_complete_run", "warning 0",
                "check that the timer"
            ),
            (
                """
                INSERT INTO quarantine (msisdn, stage, error, attempts, first_failed_at, next_attempt_at)
                VALUES ('4790000000', 'fetch', '404 404001', 1, '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z')
                """, "quarantine", "warning 0", "1 number is set aside"
            ),
            (
                """
                INSERT INTO _parked SELECT msisdn, '404 404001', '2026-01-01T00:00:00Z' FROM _subscription
                """, "parked", "warning 0", "too many numbers look gone at once"
            ),
            (
                "INSERT INTO _state VALUES ('telenor.unreadable_list_rows', '2')", "lists", "warning 0",
                "2 rows or parts of the latest lists cannot be read: no list is complete"
            ),
            (
                "INSERT INTO _state VALUES ('telenor.unreadable_poll_rows', '1')", "lists", "warning 0",
                "1 row or part of the latest lists cannot be read"
            ),
            // A row that is missing from its index: only the thorough check finds it.
            (
                """
                PRAGMA writable_schema = 1;
                UPDATE sqlite_schema SET sql = replace(sql, '(changed_at)', '(first_seen_at)')
                WHERE name = '_number_by_changed_at';
                PRAGMA writable_schema = RESET;
                UPDATE _number SET changed_at = '2030-01-01T00:00:00Z';
                PRAGMA writable_schema = 1;
                UPDATE sqlite_schema SET sql = replace(sql, '(first_seen_at)', '(changed_at)')
                WHERE name = '_number_by_changed_at';
                """, "integrity", "failed 65", "is damaged"
            ),
        ])
    func mirror(sql: String, check: String, level: String, says: String) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let file = stage.state.appendingPathComponent("mirror.sqlite").path
            _ = try await Shell.run("/usr/bin/sqlite3", ["-cmd", ".dbconfig defensive off", file, sql])
            let report = try await examine(stage)
            #expect(report.levels(check) == [level], "\(report.checks)")
            #expect(report.text(check).contains(says), "\(report.text(check))")
            if check == "integrity" {
                #expect(try await examine(stage, "--quick").levels("integrity") == ["ok 0"])
            }
        }
    }

    @Test("says of a mirror that is no database, or is cut off, that it cannot be used")
    func ruined() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let file = stage.state.appendingPathComponent("mirror.sqlite")
            let whole = try Data(contentsOf: file)
            try Data(whole.prefix(whole.count / 2)).write(to: file)
            let cut = try await examine(stage)
            #expect(cut.exit_code == 65)
            try Data("a shopping list, and long enough to be taken for a file of its own".utf8).write(
                to: file)
            let other = try await examine(stage)
            #expect(other.exit_code == 65)
            #expect(other.levels("mirror") == ["failed 65"])
            #expect(other.levels("search") == ["ok 0"])
        }
    }

    @Test(
        "says of each API product what is missing",
        arguments: [
            (SandboxEndpoint.token, ScriptedReply.error(40_101), "credentials", "failed 77", "check oauth"),
            (.token, .error(503_200), "credentials", "failed 69", "failed once"),
            (.token, .body("", status: 404), "credentials", "failed 78", "check api.base_url"),
            (.search, .error(40_301), "search", "failed 78", "scope"),
            (.search, .error(503_200), "search", "failed 69", "failed once"),
            (.search, .body("[{}]"), "search", "ok 0", "no change"),
            (.detail, .error(40_301), "detail", "failed 78", "scope"),
            (.detail, .error(404_001), "detail", "ok 0", "does not exist"),
            (.detail, .error(400_018), "detail", "warning 0", "refuses the number"),
            (.detail, .body("{}"), "detail", "failed 65", "cannot be read"),
            (.subscriptionTypes, .error(400_000), "catalogue", "warning 0", "check api.access_types"),
            (.subscriptionTypes, .error(40_301), "catalogue", "failed 78", "scope"),
            (.accounts, .error(500_100), "accounts", "failed 69", "failed once"),
            (
                .accounts, .error(40_103), "accounts", "warning 0",
                "the complete list will come from the search (fallback); set sync.numbers_file"
            ),
            (.orderableAddOns, .error(40_301), "orderable_add_ons", "failed 78", "scope"),
            (.orderableAddOns, .error(404_001), "orderable_add_ons", "ok 0", "does not exist"),
        ])
    func products(
        endpoint: SandboxEndpoint, reply: ScriptedReply, check: String, level: String, says: String
    ) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_SYNC_ORDERABLE_ADD_ONS"] = "true"
            try stage.sandbox.change(.reference)
            stage.sandbox.inject(reply, endpoint: endpoint, times: nil)
            let report = try await examine(stage)
            #expect(report.levels(check) == [level], "\(report.checks)")
            #expect(report.text(check).contains(says), "\(report.text(check))")
            let code = try #require(level.split(separator: " ").last.flatMap { Int($0) })
            #expect(report.exit_code == code)
            #expect(report.requests == (endpoint == .token ? 1 : endpoint == .search ? 4 : 6))
        }
    }

    @Test("says that the API cannot be reached, and does not ask the rest")
    func unreachable() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_API_BASE_URL"] = "http://127.0.0.1:1"
            stage.environment["SUBMIRROR_API_ACCESS_TYPES"] = ""
            let report = try await examine(stage)
            #expect(report.exit_code == 69)
            #expect(report.levels("credentials") == ["failed 69"])
            #expect(report.levels("clock") == ["skipped 0"])
            #expect(report.levels("search") == ["skipped 0"])
            #expect(report.requests == 1)
        }
    }

    @Test("asks for a fresh token, whatever is cached")
    func freshToken() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            stage.environment["SUBMIRROR_OAUTH_CLIENT_SECRET"] = "not-it"
            let report = try await examine(stage)
            #expect(report.exit_code == 77)
            #expect(!report.text("credentials").contains("not-it"))
        }
    }

    @Test(
        "warns when the clock differs from the server's, and when there is nothing in the catalogue to ask for"
    )
    func clock() async throws {
        var options = Stage.small
        options.skew = .seconds(-400)
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_API_ACCESS_TYPES"] = ""
            let report = try await examine(stage)
            #expect(report.levels("clock") == ["warning 0"])
            #expect(report.text("clock").contains("ahead of the server's"))
            #expect(report.levels("catalogue") == ["skipped 0"])
        }
    }

    @Test("keeps the pace that the mirror remembers, and leaves it as it is")
    func pace() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            stage.sandbox.inject(.error(42_901, retryAfter: "7200"), endpoint: .search)
            #expect(try await stage.program.run("sync", "--max-duration", "1m").status == 75)
            stage.sandbox.resetStatistics()
            let before = try contents(stage.state)
            let report = try await examine(stage)
            #expect(report.exit_code == 0)
            for check in ["search", "detail", "catalogue", "accounts"] {
                #expect(report.levels(check) == ["warning 0"])
                #expect(report.text(check).contains("not checked: the API's pace allows"))
            }
            #expect(report.requests == 1)
            #expect(stage.sandbox.statistics.total == 1)
            #expect(try contents(stage.state) == before)
        }
    }
}

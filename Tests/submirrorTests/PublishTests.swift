import Exports
import Foundation
import Sandbox
import TestSupport
import Testing

/// A run's publications, by the program itself.
@Suite("Publishing")
struct PublishTests {
    private static func with(
        subscriptions: Int = 30, body: (inout FileStage, URL) async throws -> Void
    ) async throws {
        try await FileStage.with(subscriptions: subscriptions) { (stage: inout FileStage) in
            let published = stage.directory.appendingPathComponent("published")
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = published.path
            stage.environment["SUBMIRROR_PACE_PER_SECOND"] = "100000"
            try await body(&stage, published)
        }
    }

    private static func names(in directory: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
            .filter { $0 != ".submirror-mirror" }.sorted()
    }

    private static func latest(in directory: URL) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: directory.path + "/latest")
    }

    @Test("follows a run that changed something, shows its readers what the API has, and says so")
    func follows() async throws {
        try await Self.with { stage, published in
            let first = try await stage.program.run("sync", "--json")
            #expect(first.status == 0, "\(first.errors)")
            let name = try #require(Self.latest(in: published))
            #expect(name.hasSuffix("-run1"))
            #expect(first.errors.hasSuffix(" · published \(name) as sqlite\n"))
            #expect(first.output.contains("\"published\":\"\(name)\""))
            #expect(!first.output.contains("publish_error"))

            let second = try await stage.program.run("sync")
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.errors.hasSuffix(" · nothing to publish: \(name) is up to date\n"))
            #expect(Self.names(in: published) == [name, "latest"])

            try stage.sandbox.change(.reference)
            #expect(try await stage.program.run("sync", "--quiet").errors == "")
            let next = try #require(Self.latest(in: published))
            #expect(next.hasSuffix("-run3"))
            let snapshot = published.appendingPathComponent("latest/sqlite/subscriptions.sqlite")
            let sql = "SELECT msisdn || ' ' || coalesce(user_reference1, '-') FROM subscription ORDER BY 1"
            #expect(try await stage.execute(sql, on: snapshot) == stage.execute(sql, on: stage.mirror))
        }
    }

    @Test("follows a partial run, too, once the mirror was complete")
    func partial() async throws {
        try await Self.with { stage, published in
            let first = try await stage.program.run("sync", "--max-requests", "12")
            #expect(first.status == 75)
            #expect(first.errors.hasSuffix(" · nothing to publish before the first complete run\n"))
            #expect(Self.names(in: published) == [])
            try await stage.expectRecovery()
            for _ in 0..<20 { try stage.sandbox.change(.reference) }
            let partial = try await stage.program.run("sync", "--max-requests", "4")
            #expect(partial.status == 75, "\(partial.errors)")
            #expect(Self.latest(in: published)?.hasSuffix("-run3") == true)
            #expect(try ExportVerification(of: published.path).findings == [])
        }
    }

    @Test("follows no first run whose list was unreadable: it ends with 75, and readers find nothing")
    func unreadableList() async throws {
        try await Self.with { stage, published in
            let numbers = stage.sandbox.truth().msisdns
            let rows = numbers.map { #"{"msisdn":"\#($0)"}"# } + [#"{"phoneNumber":"4790000000"}"#]
            stage.sandbox.inject(
                .body("[" + rows.joined(separator: ",") + "]"), endpoint: .accountSubscriptions, times: nil)
            for _ in 0..<2 {
                let run = try await stage.program.run("sync")
                #expect(run.status == 75, "\(run.errors)")
                #expect(
                    run.errors.hasSuffix(" · nothing to publish before the first complete run\n"),
                    "\(run.errors)")
                #expect(Self.names(in: published) == [])
            }
            stage.sandbox.clearInjected()
            try await stage.expectRecovery()
            #expect(Self.latest(in: published) != nil)
        }
    }

    @Test("that fails leaves the run complete, says why with 74, and is made up for by the next run")
    func failure() async throws {
        try await Self.with { stage, published in
            try FileManager.default.createDirectory(at: published, withIntermediateDirectories: false)
            try await stage.becomeOrdinary()
            try stage.setMode(0o555, of: published)
            let failed = try await stage.program.run("sync", "--json", "--quiet")
            #expect(failed.status == 74)
            #expect(
                failed.errors.hasPrefix(
                    "submirror: nothing was published in \(published.path), but the run's data is stored: cannot create "
                ))
            #expect(failed.output.contains("\"outcome\":\"complete\""))
            #expect(failed.output.contains("\"publish_error\":\"nothing was published in "))
            let outcomes = "SELECT id, outcome FROM sync_run"
            #expect(try await stage.execute(outcomes, on: stage.mirror) == "1|complete\n")
            let doctor = try await stage.program.run("doctor", "--quick")
            #expect(doctor.output.contains("\(published.path) cannot be written by this user"))

            try stage.setMode(0o755, of: published)
            try await stage.expectRecovery()
            #expect(Self.latest(in: published)?.hasSuffix("-run2") == true)
        }
    }

    @Test(
        "survives a kill at any moment: readers always find a whole publication, and nothing stays beside it")
    func kills() async throws {
        try await Self.with(subscriptions: 60) { stage, published in
            stage.environment["SUBMIRROR_PUBLISH_FORMATS"] = "csv,sqlite"
            stage.environment["SUBMIRROR_PUBLISH_KEEP"] = "1"
            try await stage.expectRecovery()
            var kills = 0
            for delay in [0, 0, 10, 20, 40, 80, 160, 320, 640] {
                try stage.sandbox.change(.reference)
                let before = Self.latest(in: published)
                let run = try stage.program.start(["sync", "--quiet"])
                let moment = KillMoment.fileBeginning(".", in: published)
                if try await moment.wait(for: run, mirror: stage.mirror, sandbox: stage.sandbox) {
                    try await Task.sleep(for: .milliseconds(delay))
                    run.signal(SIGKILL)
                }
                if try await run.end().status == SIGKILL { kills += 1 }
                let latest = try #require(Self.latest(in: published))
                #expect(try ExportVerification(of: published.path).findings == [])
                #expect(
                    FileManager.default.fileExists(
                        atPath: published.path + "/" + latest + "/csv/datapackage.json"))
                #expect(Self.names(in: published).contains(latest), "\(before ?? "") \(latest)")
            }
            #expect(kills >= 3)
            try await stage.expectRecovery()
            let latest = try #require(Self.latest(in: published))
            #expect(Self.names(in: published) == [latest, "latest"])
            #expect(try ExportVerification(of: published.path).findings == [])
        }
    }

    @Test("follows the runs of watch")
    func watch() async throws {
        try await Self.with { stage, published in
            let watch = try stage.program.start(["watch", "--interval", "1h"])
            let moment = KillMoment.said("published ", .zero)
            let isRunning = try await moment.wait(for: watch, mirror: stage.mirror, sandbox: stage.sandbox)
            #expect(isRunning)
            watch.signal(SIGTERM)
            let result = try await watch.end()
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.errors.contains(
                    " · published \(Self.latest(in: published) ?? "none") as sqlite · next run at"))
        }
    }

    @Test(
        "is set up wrongly with 78, before the first request",
        arguments: [
            ("PUBLISH_FORMATS", "pdf"), ("PUBLISH_FORMATS", "sqlite,sqlite"), ("PUBLISH_FORMATS", ""),
            ("PUBLISH_KEEP", "0"), ("PUBLISH_DIRECTORY", ""), ("PRIVACY_EXPORT", "none"),
            ("PRIVACY_EXPORT", "full,pdf=minimal"),
        ])
    func settings(name: String, value: String) async throws {
        try await Self.with { stage, _ in
            stage.environment["SUBMIRROR_" + name] = value
            let result = try await stage.program.run("sync")
            #expect(result.status == 78)
            #expect(result.errors.contains(name.lowercased().replacing("_", with: ".")), "\(result.errors)")
            #expect(stage.sandbox.statistics.total == 0)
        }
    }

    @Test(
        "into a folder that holds a mirror, or that is another mirror's, is refused before the first request",
        arguments: [
            "state", "state/published", "link/published", "others", "others/published", "another",
            "another/deeper/published", "another/latest/published",
        ])
    func place(folder: String) async throws {
        try await Self.with { stage, published in
            var other = stage
            other.environment["SUBMIRROR_STATE_DIRECTORY"] = stage.directory.path + "/others"
            other.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = stage.directory.path + "/another"
            #expect(try await other.program.run("sync", "--quiet").status == 0)
            try FileManager.default.createDirectory(at: stage.state, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: stage.directory.appendingPathComponent("link"), withDestinationURL: stage.state)
            let before = Self.names(in: stage.directory.appendingPathComponent("others"))
            stage.sandbox.resetStatistics()
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = stage.directory.path + "/" + folder
            let result = try await stage.program.run("sync")
            #expect(result.status == 78)
            #expect(
                result.errors.hasPrefix("submirror: \(stage.directory.path)/\(folder) "), "\(result.errors)")
            #expect(
                result.errors.contains("set publish.directory to a folder "),
                "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
            #expect(stage.sandbox.statistics.total == 0)
            let doctor = try await stage.program.run("doctor", "--quick")
            #expect(doctor.status == 78)
            #expect(doctor.output.contains("failed  publish_directory "), "\(doctor.output)")
            #expect(Self.names(in: stage.directory.appendingPathComponent("others")) == before)
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = published.path
            try await stage.expectRecovery()
            #expect(Self.latest(in: published) != nil)
        }
    }

    @Test(
        "and exports leave at the level that is set, with a key that only the owner reads; an option overrides it"
    )
    func privacy() async throws {
        try await Self.with { stage, published in
            stage.environment["SUBMIRROR_PRIVACY_EXPORT"] = "names-only,sqlite=pseudonymous"
            try await stage.expectRecovery()
            let level = "SELECT privacy, (SELECT max(length(msisdn)) FROM subscription) FROM snapshot_info"
            let snapshot = published.appendingPathComponent("latest/sqlite/subscriptions.sqlite")
            #expect(try await stage.execute(level, on: snapshot) == "pseudonymous|32\n")
            let key = stage.state.appendingPathComponent("pseudonym.key")
            let attributes = try FileManager.default.attributesOfItem(atPath: key.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)

            for (arguments, expected) in [([], "names-only"), (["--privacy", "minimal"], "minimal")] {
                let result = try await stage.program.run(["export", "export"] + arguments)
                #expect(result.status == 0, "\(result.errors)")
                let info = try String(
                    contentsOf: stage.directory.appendingPathComponent("export/snapshot_info.csv"),
                    encoding: .utf8)
                #expect(info.contains(",\(expected),"))
            }
            try stage.setMode(0o644, of: key)
            let refused = try await stage.program.run("export", "other", "--privacy", "minimal")
            #expect(refused.status == 74)
            #expect(refused.errors.contains("pseudonym.key is readable by other users"))
        }
    }

    @Test(
        "in a format whose program is not installed publishes nothing, says what to install, and doctor has said so"
    )
    func missingProgram() async throws {
        try await Self.with { stage, published in
            stage.environment["PATH"] = "/nowhere"
            stage.environment["SUBMIRROR_PUBLISH_FORMATS"] = "sqlite,parquet"
            let doctor = try await stage.program.run("doctor", "--quick")
            #expect(doctor.status == 78)
            #expect(doctor.output.contains("the program duckdb, which writes this format, is not on PATH"))
            let result = try await stage.program.run("sync", "--quiet")
            #expect(result.status == 78)
            #expect(
                result.errors.contains("but the run's data is stored: the program duckdb"), "\(result.errors)"
            )
            #expect(Self.names(in: published) == [])
        }
    }
}

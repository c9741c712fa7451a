import Foundation
import MirrorStore
import Sandbox
import Scheduler
import TestSupport
import Testing

@testable import submirror

/// Messages and exit codes of `forget` for a person.
@Suite("The forget command")
struct ForgetCommandTests {
    @Test("removes a number, says what went and what to do besides, and no more of the number than its end")
    func living() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let number = try #require(stage.sandbox.truth().msisdns.first)
            let secrets = try ForgottenValues(of: [number], in: MirrorContents(path: stage.mirror.path))
            let dry = try await stage.program.run("forget", number, "--dry-run")
            #expect(dry.status == 0 && dry.output.hasPrefix("1 number would be forgotten\n"))
            #expect(try secrets.traces(in: stage.state) != [:])

            let result = try await stage.program.run("forget", number, "--yes")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == dry.output.replacing("would be forgotten", with: "forgotten"))
            #expect(result.output.contains(/\n  subscription +1\n/))
            #expect(result.output.contains(/\n  raw_document +1\n/))
            #expect(
                result.errors == """
                    1 of them is not gone: the next comparison with the complete list restores what the API still lists
                    snapshots, exports and backups made before still contain them: make new ones and delete the old ones

                    """)
            #expect(!(result.output + result.errors).contains(number))
            #expect(try secrets.traces(in: stage.state) == [:])
            #expect(try MirrorInvariants.breaches(of: MirrorContents(path: stage.mirror.path)) == [:])

            let unknown = try await stage.program.run("forget", number, "--yes", "--json", "--quiet")
            #expect(unknown.status == 64)
            #expect(
                unknown.errors
                    == "submirror: not in the mirror: …\(number.suffix(3)); write the digits with the country code, "
                    + "such as 47 900 00 001\n")
            #expect(
                unknown.output
                    == #"{"dry_run":false,"forgotten":0,"forgotten_ids":0,"not_gone":0,"removed":{},"unknown":1,"#
                    + #""unknown_ids":0,"wiped":true}"#
                    + "\n"
            )
            #expect(try await stage.program.run("sync", "--full").status == 0)
            try await stage.expectRecovery()
        }
    }

    @Test("names the folder of publications, which hold what was forgotten until they are replaced")
    func publications() {
        var summary = ForgetSummary()
        summary.forgotten = 2
        summary.notGone = 2
        #expect(
            ForgetReport(summary: summary, wiping: .finishedEarlier).advice(publications: "/srv/pub") == [
                "remains of an earlier forget were wiped, too",
                "2 of them are not gone: the next comparison with the complete list restores what the API still lists",
                "snapshots, exports and backups made before, also in /srv/pub, still contain them: make new ones and "
                    + "delete the old ones",
            ])
    }

    @Test(
        "asks for numbers or a day, and takes only such",
        arguments: [
            [], ["anna"], ["4790000001", "--gone-before", "2024-01-01"], ["--gone-before", "yesterday"],
            ["--gone-before", "2024-02-30"],
        ])
    func usage(arguments: [String]) async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            let result = try await stage.program.run(["forget"] + arguments)
            #expect(result.status == 64)
            #expect(!FileManager.default.fileExists(atPath: stage.state.path))
        }
    }

    @Test(
        "asks for --yes where there is no terminal, and refuses a day in the future, before it looks at the mirror"
    )
    func unconfirmed() async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let number = try #require(stage.sandbox.truth().msisdns.first)
            let before = try MirrorContents(path: stage.mirror.path).tables()
            let asked = try await stage.program.run("forget", number)
            #expect(
                asked.status == 64 && asked.errors.contains("no terminal for the confirmation: add --yes"))
            let future = try await stage.program.run("forget", "--gone-before", "2999-01-01", "--yes")
            #expect(future.status == 64)
            #expect(
                future.errors
                    == "submirror: --gone-before 2999-01-01 is in the future: name a past day, or today\n")
            #expect(try MirrorContents(path: stage.mirror.path).differences(from: before) == [:])
        }
    }

    @Test(
        "takes today, and refuses tomorrow, by the days of the setting's time zone",
        arguments: ["Pacific/Kiritimati", "Europe/Oslo", "Pacific/Pago_Pago"])
    func days(zone: String) async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            stage.environment["SUBMIRROR_REPORT_TIME_ZONE"] = zone
            let format = DateFormatter()
            format.calendar = Calendar(identifier: .gregorian)
            format.timeZone = TimeZone(identifier: zone)
            format.dateFormat = "yyyy-MM-dd"
            while true {
                let now = Date()
                let today = try await stage.program.run(
                    "forget", "--gone-before", format.string(from: now), "--yes")
                let tomorrow = try await stage.program.run(
                    "forget", "--gone-before", format.string(from: now.addingTimeInterval(86_400)), "--yes")
                // Not over midnight.
                guard format.string(from: now) == format.string(from: Date()) else { continue }
                #expect(today.status == 0, "\(today.errors)")
                #expect(tomorrow.status == 64, "\(tomorrow.output)")
                #expect(tomorrow.errors.contains("is in the future"))
                break
            }
        }
    }

    @Test(
        "on a terminal it asks, and only yes is yes", arguments: [("no", 64), ("", 64), ("y", 0), ("YES", 0)])
    func terminal(answer: String, status: Int32) async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let number = try #require(stage.sandbox.truth().msisdns.first)
            // script(1) gives the program a terminal and types the pipe's contents.
            stage.wrapper = [
                "/bin/sh", "-c",
                "answer=\(answer); echo \"$answer\" | script -qec \"$*\" /dev/null", "sh",
            ]
            let result = try await stage.program.run("forget", number)
            #expect(result.status == status, "\(result.output)")
            #expect(
                result.output.contains(
                    "Permanently remove 1 number with their history from \(stage.mirror.path)? [y/N]"))
            #expect(result.output.contains("1 number forgotten") == (status == 0))
            #expect(!result.output.contains(number))
            let left = try MirrorContents(path: stage.mirror.path).rows("SELECT count(*) FROM subscription")
            #expect(left == [status == 0 ? "4" : "5"])
        }
    }

    @Test("without a mirror, or while a run is at work on it, it does nothing")
    func outOfReach() async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            let missing = try await stage.program.run("forget", "4790000001", "--yes")
            #expect(missing.status == 65)
            #expect(!FileManager.default.fileExists(atPath: stage.state.path))
            try await stage.expectRecovery()
            let none = try await stage.program.run("forget", "--gone-before", "2024-01-01", "--yes")
            #expect(none.status == 0 && none.output == "0 numbers forgotten\n" && none.errors == "")
            let before = try MirrorContents(path: stage.mirror.path).tables()
            let lock = try RunLock(directory: stage.state, now: "2026-03-01T12:00:00Z")
            let number = try #require(stage.sandbox.truth().msisdns.first)
            let held = try await stage.program.run("forget", number, "--yes")
            #expect(held.status == 75 && held.errors.contains("is at work on this mirror"))
            withExtendedLifetime(lock) {}
            #expect(try MirrorContents(path: stage.mirror.path).differences(from: before) == [:])
        }
    }

    @Test(
        "a day begins where the reports' days begin",
        arguments: [
            (zone: nil, first: "2024-01-01", next: "2024-01-02"),
            (zone: "UTC", first: "2023-12-31", next: "2024-01-01"),
        ] as [(zone: String?, first: String, next: String)])
    func goneBefore(zone: String?, first: String, next: String) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            stage.environment["SUBMIRROR_REPORT_TIME_ZONE"] = zone
            let number = try #require(stage.sandbox.truth().msisdns.first)
            // Half an hour before midnight in UTC, half an hour after it in Oslo.
            _ = try await stage.execute(
                """
                UPDATE _number_version SET gone_at = '2023-12-31T23:30:00Z', gone_reason = '404001'
                WHERE number = (SELECT id FROM _number WHERE msisdn = '\(number)');
                UPDATE _number SET content_hash = NULL WHERE msisdn = '\(number)';
                """, on: stage.mirror)
            let early = try await stage.program.run("forget", "--gone-before", first, "--yes", "--json")
            #expect(early.status == 0 && early.output.contains(#""forgotten":0"#))
            let dry = try await stage.program.run("forget", "--gone-before", next, "--dry-run")
            #expect(dry.output.hasPrefix("1 number would be forgotten\n") && dry.errors == "")
            let result = try await stage.program.run("forget", "--gone-before", next, "--yes", "--json")
            #expect(
                result.status == 0 && result.output.contains(#""forgotten":1,"forgotten_ids":0,"not_gone":0"#)
            )
        }
    }

    @Test("a reader in the way is said; the rows are gone, and the next run wipes what is left of them")
    func heldUp() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let number = try #require(stage.sandbox.truth().msisdns.first)
            let secrets = try ForgottenValues(of: [number], in: MirrorContents(path: stage.mirror.path))
            let reader = try DiskTests.holdOpen(stage, with: "BEGIN; SELECT count(*) FROM subscription;")
            try await reader.ready()
            let result = try await stage.program.run("forget", number, "--yes", "--json", "--quiet")
            #expect(result.status == 75)
            #expect(result.output.contains(#""forgotten":1"#) && result.output.contains(#""wiped":false"#))
            #expect(result.errors == "submirror: \(ForgetReport.heldUpSentence)\n")
            let during = try await stage.program.run("sync")
            #expect(during.status == 0 && during.errors.contains("another program is reading the mirror"))
            #expect(try secrets.traces(in: stage.state) != [:])
            _ = try await reader.end()
            let sync = try await stage.program.run("sync")
            #expect(sync.status == 0 && sync.errors.contains("were wiped"), "\(sync.errors)")
            #expect(try secrets.traces(in: stage.state) == [:])
            let idle = try await stage.program.run("sync")
            #expect(!idle.errors.contains("wiped"))
        }
    }

    @Test("a disk without room for the copy ends it with 74 before anything is removed; with room it is done")
    func noRoom() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            guard geteuid() == 0, try await DiskTests.mayMount(in: stage.directory) else {
                print("a small disk was not tried: this user may not mount a small file system")
                return
            }
            let number = try #require(stage.sandbox.truth().msisdns.first)
            stage.wrapper = [
                "/usr/bin/unshare", "-m", "/bin/sh", "-c",
                """
                mkdir -p state && mount -t tmpfs -o size=40m,mode=0750 tmpfs state || exit 99
                "$1" sync --quiet || exit 98
                "$@"; first=$?
                left=$(sqlite3 -readonly state/mirror.sqlite 'SELECT count(*) FROM subscription')
                mount -o remount,size=200m state
                "$@"; second=$?
                echo "$first $left $second"
                """, "sh",
            ]
            let result = try await stage.program.run("forget", number, "--yes", "--quiet")
            #expect(result.output.hasPrefix("1 number forgotten\n") && result.output.hasSuffix("\n74 30 0\n"))
            #expect(
                result.errors.contains(
                    /^submirror: the mirror must be rewritten so that no forgotten byte remains, for which .* needs [0-9]+ MB free and has [0-9]+ MB: free some space and run again; nothing was removed\n$/
                ), "\(result.errors)")
        }
    }

    @Test("SQLite's working copy of the mirror lies beside it, and nowhere else")
    func workingCopy() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let log = stage.directory.appendingPathComponent("calls")
            let tracer = "/usr/bin/strace"
            guard FileManager.default.isExecutableFile(atPath: tracer) else {
                print("where the copy lies was not seen: strace is not installed")
                return
            }
            let elsewhere = stage.directory.appendingPathComponent("elsewhere")
            try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: false)
            stage.environment["SQLITE_TMPDIR"] = elsewhere.path
            stage.environment["TMPDIR"] = elsewhere.path
            stage.wrapper = [tracer, "-f", "-qq", "-e", "trace=openat,open,creat", "-o", log.path]
            let number = try #require(stage.sandbox.truth().msisdns.first)
            // More than SQLite keeps in memory.
            _ = try await stage.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)
                INSERT INTO product_text SELECT 'add_on', i, 'no', 'DESCRIPTION', hex(randomblob(600)) FROM n;
                """, on: stage.mirror)
            #expect(try await stage.program.run("forget", number, "--yes").status == 0)
            let made = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
                .filter { $0.contains("O_CREAT") }
                .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
            #expect(made.contains { $0.hasPrefix(stage.state.path + "/etilqs_") })
            // A name without a folder is in the state directory, which is open.
            #expect(made.filter { $0.contains("/") && !$0.hasPrefix(stage.state.path + "/") } == [])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: stage.state.path).sorted()
                    == ["lock", "mirror.sqlite", "token.json"])
        }
    }
}

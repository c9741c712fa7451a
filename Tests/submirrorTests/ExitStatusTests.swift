import Foundation
import MirrorCore
import MirrorStore
import Sandbox
import Scheduler
import TelenorAPI
import TestSupport
import Testing

@testable import submirror

@Suite("How the program ends")
struct ExitStatusTests {
    private struct Bug: Error, CustomStringConvertible {
        let description = "SELECT 1\n    FROM nowhere"
    }

    @Test(
        "is one sentence and a code, whatever the error",
        arguments: [
            (CancellationError(), .tryLater, "interrupted before the run began: run again"),
            (POSIXError(.ENOSPC), .disk, "input or output failed: No space left on device"),
            (
                CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "/srv/x"]), .disk,
                "/srv/x cannot be used: "
            ),
            (Bug(), .unusableData, "unexpected: SELECT 1 FROM nowhere"),
            (CommandFailure(kind: .usage, message: "no"), .usage, "no"),
            (
                APIFailure.quotaSpent(until: Date(timeIntervalSince1970: 0)), .tryLater,
                "the quota is spent until 1970-01-01T00:00:00Z: run again then"
            ),
            (
                APIFailure.pageRepeated(.search, page: 2), .unusableData,
                "page 2 of the search list repeats the page before it: the list has no end"
            ),
            (
                MirrorFailure.busy(path: "m"), .tryLater,
                "another program holds m locked: try again when it has finished"
            ),
            (
                NumbersFile.Failure.notANumber(path: "n", line: 3), .configuration,
                "sync.numbers_file: line 3 of n is not a number: write the country code and digits only"
            ),
        ] as [(any Error, submirror.ExitStatus, String)])
    func sentences(error: any Error, status: submirror.ExitStatus, message: String) {
        let found = submirror.ExitStatus.of(error)
        #expect(found.status == status)
        #expect(found.message.hasPrefix(message), "\(found.message)")
        #expect(!found.message.contains("\n"))
    }

    @Test(
        "of a run whose every detail is refused is 77 or 78, after few tries and tokens, again and again",
        arguments: [
            (.body("", status: 401), 77), (.error(40_105), 77), (.error(40_106), 77), (.error(40_301), 78),
            (.error(40_103), 78), (.body("", status: 302), 78), (.body("", status: 304), 78),
            (.body("<html>Firewall</html>", status: 403, contentType: "text/html"), 78), (.error(40_399), 78),
        ] as [(ScriptedReply, Int32)])
    func allRefused(reply: ScriptedReply, status: Int32) async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            stage.sandbox.inject(reply, endpoint: .detail, times: nil)
            for _ in 0..<2 {
                stage.sandbox.resetStatistics()
                let run = try await stage.program.run("sync", "--quiet")
                #expect(run.status == status, "\(run.errors)")
                #expect(run.errors.hasPrefix("submirror: ") && run.errors.split(separator: "\n").count == 1)
                // See RefusedNumberTests, where time stands still; here more are in flight meanwhile.
                #expect(stage.sandbox.statistics.count(of: .detail) <= 100)
                #expect(stage.sandbox.statistics.count(of: .token) <= 4)
                #expect(try await stage.execute("SELECT count(*) FROM quarantine", on: stage.mirror) == "0\n")
            }
            stage.sandbox.clearInjected()
            try await stage.expectRecovery()
        }
    }
}

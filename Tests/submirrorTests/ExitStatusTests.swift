import Foundation
import MirrorCore
import MirrorStore
import Scheduler
import TelenorAPI
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
}

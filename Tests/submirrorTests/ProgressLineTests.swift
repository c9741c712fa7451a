import Foundation
import MirrorCore
import PacedHTTP
import Scheduler
import TelenorAPI
import Testing

@testable import submirror

@Suite("The line of progress")
struct ProgressLineTests {
    private static let now = Date(timeIntervalSince1970: 1_795_348_800)

    private static func line(_ phase: SyncProgress.Phase, wait: RunWait?, width: Int) -> String {
        var progress = SyncProgress(phase: phase)
        (progress.done, progress.total, progress.requests) = (1234, 20_080, 1300)
        var state = ProgressLine.State()
        (state.phaseBegan, state.wait) = (now.addingTimeInterval(-120), wait)
        return ProgressLine.line(progress, state, at: now, width: width)
    }

    @Test("says all where there is room")
    func wide() {
        #expect(
            Self.line(.fetching, wait: nil, width: 79)
                == "fetching details 1234/20080 · 1300 requests · 11/s · 30 min left")
    }

    @Test(
        "fits 40 columns with what a person waits for: how much is done, and until when",
        arguments: SyncProgress.Phase.allCases, [nil] + RunWait.Reason.allCases.map(Optional.some))
    func narrow(phase: SyncProgress.Phase, reason: RunWait.Reason?) {
        for hours in [1.0, 20] {
            let wait = reason.map { RunWait(reason: $0, until: Self.now.addingTimeInterval(hours * 3600)) }
            let line = Self.line(phase, wait: wait, width: 39)
            #expect(line.count <= 39, "\(line)")
            if let wait {
                #expect(line.hasSuffix(String(Instant.text(wait.until).dropFirst(11))), "\(line)")
            } else {
                #expect(line.contains("1234/20080"))
            }
        }
    }
}

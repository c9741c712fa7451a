import Foundation
import MirrorStore
import Sandbox
import Scheduler
import TelenorAPI
import TestSupport
import Testing

@Suite("A failed run that cannot be recorded either")
struct RecordingFailureTests {
    @Test("ends with what made it fail, not with what kept that from being recorded")
    func keepsTheFirst() async throws {
        var options = SandboxOptions()
        options.subscriptions = 5
        try await Workbench.with(options) { (bench: inout Workbench) async throws -> Void in
            try await bench.sync()
            bench.wait(.seconds(900))
            bench.sandbox.inject(.error(40_301), endpoint: .search)
            let (mirror, moved) = (bench.mirror, bench.directory.appendingPathComponent("moved.sqlite"))
            // Moved away before the search, so that nothing can be committed after it.
            bench.progress = { progress in
                if progress.phase == .polling { _ = rename(mirror.path, moved.path) }
            }
            #expect(await bench.failure()?.disposition == .stopForConfiguration)
            #expect(!FileManager.default.fileExists(atPath: mirror.path))
        }
    }
}

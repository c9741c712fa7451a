import Foundation
import TestSupport
import Testing

@testable import Scheduler

@Suite("The run lock")
struct RunLockTests {
    @Test("a second holder is told who the first is; when that lets go, it is free")
    func excludes() async throws {
        try await withTemporaryDirectory { directory in
            let first = try RunLock(directory: directory, now: "2026-11-22T13:05:00Z")
            let holder = "process \(ProcessInfo.processInfo.processIdentifier) (since 2026-11-22T13:05:00Z)"
            #expect(throws: RunLock.Held(holder: holder)) {
                try RunLock(directory: directory, now: "2026-11-22T13:06:00Z")
            }
            withExtendedLifetime(first) {}
            _ = consume first
            #expect(throws: Never.self) { try RunLock(directory: directory, now: "2026-11-22T13:07:00Z") }
        }
    }
}

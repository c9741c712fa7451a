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

    @Test("is lost with its file, also when another lies in its place", arguments: [false, true])
    func lost(isReplaced: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let lock = try RunLock(directory: directory, now: "2026-11-22T13:05:00Z")
            try lock.check()
            let path = directory.appendingPathComponent("lock").path
            try FileManager.default.removeItem(atPath: path)
            let second = isReplaced ? try RunLock(directory: directory, now: "2026-11-22T13:06:00Z") : nil
            #expect(throws: RunLock.Lost(path: path)) { try lock.check() }
            try second?.check()
        }
    }
}

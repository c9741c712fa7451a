import Foundation
import Scheduler
import TestSupport
import Testing

@Suite("The run lock")
struct RunLockTests {
    @Test("a second holder is told who the first is; when that lets go, it is free")
    func excludes() async throws {
        try await withTemporaryDirectory { directory in
            let first = try RunLock(directory: directory, now: "2026-11-22T13:05:00Z")
            let holder = "process \(ProcessInfo.processInfo.processIdentifier) (since 2026-11-22T13:05:00Z)"
            let held = #expect(throws: RunLock.Held.self) {
                try RunLock(directory: directory, now: "2026-11-22T13:06:00Z")
            }
            #expect(held?.holder == holder)
            withExtendedLifetime(first) {}
            _ = consume first
            #expect(throws: Never.self) { try RunLock(directory: directory, now: "2026-11-22T13:07:00Z") }
        }
    }

    @Test("is free once it is given back, though something still refers to it")
    func releases() async throws {
        try await withTemporaryDirectory { directory in
            let first = try RunLock(directory: directory, now: "2026-11-22T13:05:00Z")
            first.release()
            #expect(throws: Never.self) { try RunLock(directory: directory, now: "2026-11-22T13:06:00Z") }
            withExtendedLifetime(first) {}
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
            let lost = #expect(throws: RunLock.Lost.self) { try lock.check() }
            #expect(lost?.path == path)
            try second?.check()
        }
    }
}

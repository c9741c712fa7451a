import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: wherever a writer dies, the file is sound and holds every batch whose save returned, and
/// all or nothing of the batch in progress; a write refused by the disk leaves nothing of its batch,
/// and the writer can continue.
@Suite("A writer that is killed, or whose disk is full")
struct CrashTests {
    @Test(
        "leaves whole batches, wherever it was in the write-ahead log",
        arguments: [30_000, 150_000, 212_345, 300_000, 400_000, 500_000])
    func killed(size: Int) async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = directory.path as String, size = size as Int] in
                let writer = BatchWriter(directory: URL(fileURLWithPath: path))
                writer.killSelf(atLogSize: size)
                try await writer.write(batches: 1_000)
            }
            let writer = BatchWriter(directory: directory)
            let told = try writer.told()
            let store = try MirrorStore.open(at: writer.file)
            #expect([told, told + 1].contains(try writer.batchesFound()))
            _ = try await store.beginRun(.incremental, at: .hour(20))
            try store.close()
            try MirrorInvariants.check(MirrorContents(path: writer.file.path))
        }
    }

    @Test(
        "leaves nothing of a batch that was refused, and goes on when there is room again",
        arguments: [270_000, 300_001, 333_333])
    func refused(limit: Int) async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .success) {
                [path = directory.path as String, limit = limit as Int] in
                let writer = BatchWriter(directory: URL(fileURLWithPath: path))
                try await writer.write(batches: 1_000, withFilesUpTo: limit)
            }
            let writer = BatchWriter(directory: directory)
            #expect(try writer.batchesFound() == writer.told())
            try MirrorInvariants.check(MirrorContents(path: writer.file.path))
        }
    }
}

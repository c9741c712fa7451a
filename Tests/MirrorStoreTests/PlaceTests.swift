import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: committed data is in the file that readers find at the mirror's path.
@Suite("A mirror that is no longer in its place")
struct PlaceTests {
    enum Disruption: CaseIterable {
        case moved, removed, replaced, folderMoved, logRemoved, logCutOff
    }

    private func disrupt(_ disruption: Disruption, to path: String) throws {
        let files = FileManager.default
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        switch disruption {
        case .moved: try files.moveItem(atPath: path, toPath: path + ".old")
        case .removed: try files.removeItem(atPath: path)
        case .replaced:
            try files.copyItem(atPath: path, toPath: path + ".copy")
            #expect(rename(path + ".copy", path) == 0)
        case .folderMoved: try files.moveItem(atPath: folder, toPath: folder + ".old")
        case .logCutOff: #expect(truncate(path + "-wal", 5000) == 0)
        case .logRemoved: try files.removeItem(atPath: path + "-wal")
        }
    }

    @Test("takes no more commits, of a run or of a forget", arguments: Disruption.allCases)
    func refuses(disruption: Disruption) async throws {
        try await withTemporaryMirror { store in
            let run = try await store.beginRun(.incremental, at: .hour(8))
            try await store.keep(.invented("a", "1"))
            try store.checkPlace()
            try disrupt(disruption, to: store.path)
            let failure = MirrorFailure.replaced(path: store.path)
            await #expect(throws: failure) { try await store.keep(.invented("a", "2")) }
            await #expect(throws: failure) {
                try await store.finishRun(
                    run, outcome: .complete, totals: RequestTotals(requests: 0, throttled: 0), error: nil,
                    at: .hour(9))
            }
            #expect(throws: failure) { try store.checkPlace() }
        }
    }

    @Test("takes none either once the lock of whoever writes is lost")
    func lock() async throws {
        struct Lost: Error {}
        try await withTemporaryDirectory { directory in
            let mark = directory.appendingPathComponent("mark").path
            let store = try MirrorStore.open(at: directory.appendingPathComponent("mirror.sqlite")) {
                if FileManager.default.fileExists(atPath: mark) { throw Lost() }
            }
            try await store.keep(.invented("a", "1"))
            #expect(FileManager.default.createFile(atPath: mark, contents: nil))
            await #expect(throws: Lost.self) { try await store.keep(.invented("a", "2")) }
            #expect(try MirrorContents(path: store.path).rows("SELECT value FROM _state") == ["1"])
            try store.close()
        }
    }
}

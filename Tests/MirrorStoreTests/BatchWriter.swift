import Foundation
import MirrorCore
import MirrorStore
import TestSupport

/// Writes batch after batch into a mirror, and records the committed ones beside it;
/// runs in a process to be killed.
struct BatchWriter: Sendable {
    let directory: URL
    var file: URL { directory.appendingPathComponent("mirror.sqlite") }

    private static let batchSize = 5
    private var tally: URL { directory.appendingPathComponent("committed") }

    /// How many batches it recorded as committed.
    func told() throws -> Int { try Data(contentsOf: tally).count }

    /// How many batches are in the file, each complete and counted in its run; -1 if one is not.
    func batchesFound() throws -> Int {
        let contents = MirrorContents(path: file.path)
        let sizes = try contents.rows("SELECT count(*) FROM subscription GROUP BY user_reference3")
        let fetched = try contents.rows("SELECT sum(fetched) FROM sync_run")
        let isWhole = Set(sizes).isSubset(of: ["\(Self.batchSize)"])
        let isCounted =
            fetched == ["\(sizes.count * Self.batchSize)"] || (sizes.isEmpty && fetched == ["NULL"])
        return isWhole && isCounted ? sizes.count : -1
    }

    func write(batches: Int) async throws {
        try Data().write(to: tally)
        let store = try MirrorStore.open(at: file)
        let run = try await store.beginRun(.backfill, at: .hour(9))
        for batch in 0..<batches { try await save(batch, in: store, of: run) }
    }

    /// Writes until a write fails because a file would exceed `limit`; then once more without the limit.
    func write(batches: Int, withFilesUpTo limit: Int) async throws {
        try Data().write(to: tally)
        let store = try MirrorStore.open(at: file)
        let run = try await store.beginRun(.backfill, at: .hour(9))
        signal(SIGXFSZ, SIG_IGN)
        setLimit(rlim_t(limit))
        var refused = 0
        do {
            for batch in 0..<batches {
                refused = batch
                try await save(batch, in: store, of: run)
            }
            exit(EXIT_FAILURE)
        } catch is MirrorFailure {
            setLimit(rlim_t.max)
            try await save(refused, in: store, of: run)
        }
    }

    /// Kills this process, like `kill -9`, once the write-ahead log has that size.
    func killSelf(atLogSize size: Int) {
        let log = file.path + "-wal"
        Thread.detachNewThread {
            var status = stat()
            while stat(log, &status) != 0 || status.st_size < size { sched_yield() }
            kill(getpid(), SIGKILL)
        }
    }

    private func save(_ batch: Int, in store: MirrorStore, of run: RunID) async throws {
        let documents = (0..<Self.batchSize).map { index in
            let number = Msisdn.invented(batch * Self.batchSize + index)
            return FetchOutcome.document(
                FetchedDocument(
                    .invented(number).changed { $0.subscription.userReference3 = String(batch) }))
        }
        _ = try await store.save(documents, of: run, at: .hour(9))
        let handle = try FileHandle(forWritingTo: tally)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0x2E]))
        try handle.close()
    }

    private func setLimit(_ bytes: rlim_t) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = min(bytes, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
}

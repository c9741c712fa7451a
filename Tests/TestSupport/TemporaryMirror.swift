import Foundation
package import MirrorStore

/// Calls `body` with the writer of a fresh mirror, a file in a directory of its own that is removed afterwards.
///
/// The writer is closed when `body` returns; it may have closed it before.
package func withTemporaryMirror<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (MirrorStore) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        let store = try MirrorStore.open(at: directory.appendingPathComponent("state/mirror.sqlite"))
        defer { try? store.close() }
        return try await body(store)
    }
}

import Foundation
package import MirrorStore

/// Calls `body` with the writer of a fresh mirror in its own directory, which is removed afterwards.
///
/// The writer is closed when `body` returns; `body` may close it itself.
package func withTemporaryMirror<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (MirrorStore) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        let store = try MirrorStore.open(at: directory.appendingPathComponent("state/mirror.sqlite"))
        defer { try? store.close() }
        return try await body(store)
    }
}
